"""A department's year on the real server up to its self-evaluation, and what the book then says about it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from sqlmodel import col, select

from app.filing import filing_of
from models.commands import Answer, Deed
from models.ledger import LedgerRecord
from tests.support.shijing import Shijing, rubric_file, shijing_facts
from workflows.department_year import DepartmentYear

if TYPE_CHECKING:
    from temporalio.client import WorkflowHandle

    from models.commands import Content
    from models.receipts import Receipt
    from tests.support.running_bureau import Bureau

    Year = WorkflowHandle[DepartmentYear, None]


def deed(bureau: Bureau, act: str, content: Content, matter: str = "") -> Deed:
    """What the department or the reviewer does."""
    who = "tianbao" if act.endswith((".file", ".amend", ".answer")) else "fuhe"
    return Deed(actor=bureau.stage.actors[who], act=act, matter=matter or act.partition(".")[0], content=content)


def send(bureau: Bureau, department: str, one: Deed, key: str = "") -> Receipt:
    """Send one deed under a key of its own."""
    return bureau.run(bureau.counter.act(bureau.book, department, f"{department}/{key or one.act}", one))


def wait_for(bureau: Bureau, year: Year, matter: str) -> None:
    """Wait until the matter has begun."""

    async def begun() -> None:
        async with asyncio.timeout(20):
            while not await _stands(year, matter):  # noqa: ASYNC110  # only a query tells
                await asyncio.sleep(0.02)

    bureau.run(begun())


async def _stands(year: Year, matter: str) -> bool:
    return matter in {turn.matter for turn in await year.query(DepartmentYear.standing)}


def self_evaluated(bureau: Bureau, department: str) -> tuple[Year, Receipt]:
    """A department's year up to its self-evaluation; the review is open."""
    year, person = bureau.take_in(department), Shijing(bureau.desk)
    last: Receipt | None = None
    for phase, content in {
        "targets": person.filing("targets.file"),
        "monitoring": person.mid_year(),
        "self-evaluation": filing_of(rubric_file().rubric, shijing_facts(), "self-evaluation.file")[0],
    }.items():
        wait_for(bureau, year, phase)
        last = send(bureau, department, deed(bureau, f"{phase}.file", content))
        answer = {"targets": "targets.approve", "monitoring": "monitoring.accept"}.get(phase)
        if answer is not None:
            send(bureau, department, deed(bureau, answer, Answer()))
    assert last is not None
    wait_for(bureau, year, "review")
    return year, last


def records(bureau: Bureau, department: str) -> list[LedgerRecord]:
    """The records about a department, the first one first."""
    with bureau.desk.reading() as session:
        query = select(LedgerRecord).where(col(LedgerRecord.subject_department) == department)
        return list(session.exec(query.order_by(col(LedgerRecord.sequence))))
