"""Shijing's year with a row that the reviewer scored, concluded, sealed, opened again: what tests of it send."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from models.commands import (
    Answer,
    Appoint,
    Approve,
    Authorise,
    Decline,
    Propose,
    ReviewedRow,
    ReviewResult,
    Seal,
)
from models.findings import NewFinding
from models.ledger import LedgerRecord
from models.side_stores import Person
from tests.support.shijing import BOOK, DEPARTMENT, PEOPLE, local

if TYPE_CHECKING:
    from activities.signatures import OrderResult
    from models.corrections import Right
    from models.receipts import Receipt
    from tests.support.shijing import Shijing

SECOND_OFFICE = "p-0000000000000000000000b2"
DOCUMENT = "示财绩〔2022〕30号"
DAY = "2022-07-01"
ROW = "performance-rules"


def second_office(year: Shijing, from_day: str = "2020-10-09") -> None:
    """Another person of the performance office, known as "office-2"."""
    with Session(year.desk.engine) as session, session.begin():
        session.add(Person(actor=SECOND_OFFICE, login="jixiao-2", name="绩效科二"))
    year.order("appoint/2", Appoint(appointee=SECOND_OFFICE, role="performance-office", from_day=from_day), "security")
    PEOPLE["office-2"] = SECOND_OFFICE


def seal(year: Shijing, number: int = 1, who: str = "security", day: str = DAY) -> OrderResult:
    return year.order(f"seal/{number}", Seal(number=number), who, day)


def authorise(
    year: Shijing,
    *matters: str,
    corrections: bool = False,
    department: str | None = DEPARTMENT,
    request: str = "addendum",
    who: str = "office",
) -> OrderResult:
    wanted = Authorise(
        department=department,
        matters=matters,
        corrections=corrections,
        document=DOCUMENT,
        title="关于补充佐证的通知",
        reason=year.commit(request, "reason", "审计要求"),
    )
    return year.order(request, wanted, who, DAY)


def record_of(year: Shijing, kind: str) -> LedgerRecord:
    """The newest record of a kind."""
    with year.desk.reading() as session:
        query = select(LedgerRecord).where(col(LedgerRecord.kind) == kind).order_by(col(LedgerRecord.sequence).desc())
        return session.exec(query.limit(1)).one()


def record(year: Shijing, sequence: int) -> LedgerRecord:
    with year.desk.reading() as session:
        return session.get_one(LedgerRecord, (BOOK, sequence))


def propose(
    year: Shijing, kind: str, right: Right, who: str = "reviewer", request: str = "propose", day: str = DAY
) -> Receipt:
    """Propose to correct the newest record of a kind."""
    corrected = record_of(year, kind)
    wanted = Propose(
        corrects=corrected.sequence,
        hash=corrected.hash,
        right=right,
        document=DOCUMENT,
        reason=year.commit(request, "reason", "录入有误"),
    )
    return year.order(request, wanted, who, day).receipt


def approve(year: Shijing, proposal: Receipt, who: str = "office", request: str = "approve", day: str = DAY) -> Receipt:
    return year.order(request, Approve(proposal=proposal.sequence, hash=proposal.hash), who, day).receipt


def decline(year: Shijing, proposal: Receipt, who: str = "office", request: str = "decline") -> Receipt:
    opinion = year.commit(request, "opinion", "依据不足")
    return year.order(
        request, Decline(proposal=proposal.sequence, hash=proposal.hash, opinion=opinion), who, DAY
    ).receipt


def conclude(year: Shijing) -> None:
    """The year from a review in which the reviewer typed 2 where 2.5 was meant, to the book's end."""
    content = ReviewResult(
        rows=(ReviewedRow(row=ROW, score="2", reason=year.commit("review", ROW, "核实后调整")),),
        findings=(NewFinding(finding="rules", row=ROW, text=year.commit("review", "rules", "未制定专门制度")),),
    )
    year.act("review", "review.conclude", content, "reviewer", local("2022-04-12"), "review")
    year.open_phase("rectification")
    year.act("finding/rules", "finding.answer", year.measure("m", "已制定办法。"), "filler", local("2022-05-27"))
    year.act("finding/rules", "finding.accept", Answer(), "reviewer", local("2022-06-02"))
    year.conclude()
