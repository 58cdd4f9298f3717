"""Two years of one bureau over each other, on a real server: one sets targets while the other is reviewed."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

import pytest
from temporalio.client import Client

from app.counter import Counter
from app.filing import filing_of
from app.scenario import load_scenario
from app.settings import Settings
from app.stage import Stage, build_stage, open_book, shift_of
from app.temporal_client import connect
from app.temporal_server import temporal_server
from app.wiring import open_desk
from app.worker import worker
from audit.bundle_contents import Source
from audit.carried_facts import carried_of
from audit.export import export_book
from audit.replay import replay
from audit.verifier.verify_books import verify
from deadlines.local_time import at_local
from models.carrying import Carry, FactsCarried
from models.commands import Answer, Deed, Reevaluate, ReviewResult
from models.findings import Measure, NewFinding
from models.ledger import Head, LedgerRecord
from models.projections import Book
from models.results import Effect, Suggest
from rules.core.reading import read_evaluation
from rules.rubric_file import load_rubric
from tests.support.two_years import EARLIER, LATER, PRACTICE, earlier_text, later_text, mid_year, own_facts
from workflows.department_year import DepartmentYear
from workflows.names import year_id

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterator
    from datetime import datetime
    from pathlib import Path
    from typing import Any, TypeVar

    from temporalio.worker import Worker

    from activities.desk import Desk
    from models.commands import Content, Order
    from models.receipts import Receipt

    T = TypeVar("T")

pytestmark = pytest.mark.slow

PARKS = "parks"
NOW = at_local(date(2024, 9, 5), time(10))
SCENARIO = """\
id: practice-{year}
name: 示例区{year}年度
bureau: {{id: example-district, name: 示例区财政局}}
year: {year}
starts: 2024-09-02T08:30:00
rubric: {rubric}
adoption: 示财绩〔2024〕9号
departments:
  - {{id: parks, name: 示例区园林局, facts: {facts}}}
people:
  - {{id: security, name: 安全员, role: security-officer}}
  - {{id: office, name: 绩效科, role: performance-office}}
  - {{id: reviewer, name: 复核员, role: reviewer}}
  - {{id: filler, name: 园林局填报人, role: filler, department: parks}}
acts:
  - {{at: 2024-09-03T10:00:00, who: filler, department: parks, act: targets.file}}
"""


@dataclass(frozen=True)
class Running:
    """One of the two books on the running server."""

    runner: asyncio.Runner
    client: Client
    stage: Stage
    counter: Counter
    text: str

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(work)

    def act(self, matter: str, act: str, content: Content, who: str, nth: int = 1) -> Receipt:
        deed = Deed(actor=self.stage.actors[who], act=act, matter=matter, content=content)
        key = f"{PARKS}/{matter}/{act}/{nth}"
        return self.run(self._act(matter, key, deed))

    async def _act(self, matter: str, key: str, deed: Deed) -> Receipt:
        year = self.client.get_workflow_handle_for(DepartmentYear.run, year_id(self.stage.book, PARKS))
        async with asyncio.timeout(20):
            while matter not in {turn.matter for turn in await year.query(DepartmentYear.standing)}:  # noqa: ASYNC110  # only a query tells
                await asyncio.sleep(0.02)
        return await self.counter.act(self.stage.book, PARKS, key, deed)

    def order(self, key: str, order: Order) -> Receipt:
        office = self.stage.officer("performance-office")
        return self.run(self.counter.order(self.stage.book, key, office, order))

    def file(self, phase: str) -> Receipt:
        rubric = load_rubric(self.text.encode()).rubric
        filed = mid_year() if phase == "monitoring" else filing_of(rubric, own_facts(rubric), f"{phase}.file")[0]
        return self.act(phase, f"{phase}.file", filed, "filler")

    def approve(self, phase: str, verb: str) -> Receipt:
        return self.act(phase, f"{phase}.{verb}", Answer(), "reviewer")

    def review(self, *findings: tuple[str, str], nth: int = 1) -> Receipt:
        found = tuple(NewFinding(finding=name, row=row, text="f" * 64) for name, row in findings)
        return self.act("review", "review.conclude", ReviewResult(findings=found), "reviewer", nth)

    def mend(self, finding: str) -> None:
        matter = f"finding/{finding}"
        self.act(matter, "finding.answer", Measure(measure="a" * 64), "filler")
        self.act(matter, "finding.accept", Answer(), "reviewer")

    def copy(self) -> FactsCarried:
        with self.stage.desk.reading() as session:
            standing = carried_of(session, self.stage.book, PARKS)
        assert standing is not None
        return standing[1]

    def until_concluded(self) -> None:
        self.run(self._until_concluded())

    async def _until_concluded(self) -> None:
        async with asyncio.timeout(20):
            while not _concluded(self.stage.desk, self.stage.book):  # noqa: ASYNC110  # only the table tells
                await asyncio.sleep(0.05)


def _concluded(desk: Desk, book: str) -> bool:
    with desk.reading() as session:
        return session.get_one(Book, book).concluded


@pytest.fixture
def years(tmp_path: Path) -> Iterator[tuple[Running, Running]]:
    """Server, worker and both books, in which it is the fifth of September 2024."""
    settings = Settings(data=tmp_path / "data")
    with (
        temporal_server(settings.temporal, settings.logs / "temporal.log", skipping=False) as address,
        asyncio.Runner() as runner,
    ):
        desk = open_desk(settings)
        client = runner.run(connect(address))
        working = runner.run(_at_work(client, desk))
        counter = Counter(client, desk, _standing)
        books = []
        for year, text in ((2024, earlier_text()), (2025, later_text())):
            stage = build_stage(load_scenario(_scenario(tmp_path, year, text)), desk, client, "rehearsal")
            runner.run(open_book(stage, counter, shift_of(stage, NOW + timedelta(seconds=30))))
            books.append(Running(runner, client, stage, counter, text))
        earlier, later = books
        yield earlier, later
        runner.run(working.__aexit__(None, None, None))
        desk.engine.dispose()


async def _at_work(client: Client, desk: Desk) -> Worker:
    return await worker(client, desk).__aenter__()


async def _standing(_book: str, _department: str) -> datetime:
    return NOW


def _scenario(folder: Path, year: int, text: str) -> Path:
    rubric, scenario = folder / f"rubric-{year}.yaml", folder / f"scenario-{year}.yaml"
    rubric.write_text(text, encoding="utf-8")
    facts = folder / "parks.yaml"
    facts.write_bytes((PRACTICE / "parks.yaml").read_bytes())
    scenario.write_text(SCENARIO.format(year=year, rubric=rubric, facts=facts.name), encoding="utf-8")
    return scenario


def repetition(receipt: Receipt, desk: Desk) -> str | None:
    """The score of the row on last year's findings, in the evaluation that a receipt names."""
    assert receipt.score is not None
    with desk.reading() as session:
        record = session.get_one(LedgerRecord, (receipt.book, receipt.score.sequence))
        evaluation = json.loads(record.payload)["evaluation"]
    return next(row.score for row in read_evaluation(evaluation).rows if row.id == "repetition")


def test_one_year_is_reviewed_while_the_next_sets_its_targets_and_takes_over_what_was_found(
    years: tuple[Running, Running], tmp_path: Path
) -> None:
    earlier, later = years
    desk = earlier.stage.desk
    for phase, verb in (("targets", "approve"), ("monitoring", "accept")):
        earlier.file(phase)
        earlier.approve(phase, verb)
    earlier.file("self-evaluation")
    # The next year's targets lie with the bureau while this year's score waits for its review.
    later.file("targets")
    later.order("carry/1", Carry(department=PARKS))
    assert (later.copy().score, "last_score" in later.copy().missing) == (None, True)
    earlier.review(("ledgers", "carry-over"), ("late", "filing"))
    later.approve("targets", "approve")
    earlier.mend("ledgers")
    later.order("carry/2", Carry(department=PARKS))
    copy = later.copy()
    assert copy.score is not None
    assert (copy.score.total, copy.missing) == ("89.20", ())
    assert {one.finding: one.state for one in copy.findings} == {"ledgers": "closed", "late": "ordered"}
    later.file("monitoring")
    later.approve("monitoring", "accept")
    # One finding of last year is not mended.
    assert repetition(later.file("self-evaluation"), desk) == "3.00"
    later.review(("again", "filing"))
    again = later.order("evaluate", Reevaluate(department=PARKS, stage="score"))
    # And one of this year is about the same row: the review looks again.
    assert repetition(again, desk) == "2.00"
    assert [turn.matter for turn in again.turns] == ["review"]
    later.review(nth=2)
    earlier.mend("late")
    earlier.until_concluded()
    effect = Effect(source="superior", effect="not-ours", reason="e" * 64)
    earlier.order("result", Suggest(department=PARKS, effects=(effect,)))
    later.mend("again")
    later.until_concluded()
    for book in (EARLIER, LATER):
        found = replay(desk.engine, book)
        assert (found.mismatches, found.uncompared) == ((), 0)
    report = verify(tmp_path / "data")
    assert report.ok, report.first
    assert [copy.compared for book in report.books for copy in book.copies] == [True, True]
    assert verified_offline(desk, tmp_path) == 0


def verified_offline(desk: Desk, folder: Path) -> int:
    """The exit code of the program inside the later book's bundle, which has nothing but itself."""
    with desk.reading() as session:
        head = session.get_one(Head, LATER)
        desk.signer.sign(head)
        data = folder / "data"
        source = Source(session, LATER, data / "heads", data / "evidence")
        export_book(source, folder / "bundle", with_evidence=True)
    ran = subprocess.run(
        [sys.executable, "-I", "verify.py"], cwd=folder / "bundle", capture_output=True, text=True, check=False
    )
    assert f"from 来自 {EARLIER}, not here to compare" in ran.stdout
    assert "score 得分: parks" in ran.stdout
    return ran.returncode
