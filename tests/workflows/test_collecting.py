"""A department collects from four divisions on the real server, and files with what they brought."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlmodel import col, select

from app.collections import gathered, list_collections, write_facts
from app.counter import Counter
from app.filing import filing_of
from app.people import register
from app.rehearsal.clock import VirtualClock
from audit.replay import replay
from audit.verifier.verify_books import verify
from deadlines.local_time import at_local
from models.collecting import AppointContributor
from models.commands import Answer, Appoint, Deed
from models.projections import Alert, Book, Filing
from rules.core.writing import to_data
from rules.facts_file import load_facts
from tests.support.collecting import DIVISIONS, SCORING, ask, figures, matter_of, returned
from tests.support.running_bureau import Bureau, running_bureau
from tests.support.self_evaluated import wait_for
from tests.support.shijing import Shijing, rubric_file, shijing_facts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from models.commands import Content, Order
    from models.receipts import Receipt

pytestmark = pytest.mark.slow

NAME = "collecting"
DUE = "2022-03-10"
# What the same figures are worth in the shipped scenario, where one person files them all.
SCORE = "91.25"


class Collecting:
    """A department's year whose clock is brought forward from act to act; each division has a contact."""

    def __init__(self, bureau: Bureau) -> None:
        self.bureau, self.book = bureau, bureau.book
        self.sent = 0
        self.year = bureau.take_in(NAME)
        with bureau.desk.reading() as session:
            self.clock = VirtualClock(bureau.client, self.book, session.get_one(Book, self.book).shift_seconds)
        self.counter = Counter(bureau.client, bureau.desk, self._now)
        self.people = {"filler": bureau.stage.actors["tianbao"], "reviewer": bureau.stage.actors["fuhe"]}
        self.people["approver"] = register(bureau.desk.engine, "shenpi", "审批人")
        self._order(Appoint(appointee=self.people["approver"], role="approver", department=NAME, from_day="2020-10-09"))
        for division, called in DIVISIONS.items():
            self.people[division] = register(bureau.desk.engine, f"lianxi-{division}", called)
            self._order(
                AppointContributor(
                    appointee=self.people[division],
                    department=NAME,
                    division=division,
                    division_name=called,
                    from_day="2020-10-09",
                )
            )

    async def _now(self, _book: str, _department: str) -> datetime:
        return await self.clock.now(NAME)

    def _order(self, order: Order) -> None:
        security = self.bureau.stage.officer("security-officer")
        key = f"{NAME}/{getattr(order, 'division', 'approver')}"
        self.bureau.run(self.bureau.counter.order(self.book, key, security, order))

    def at(self, day: str) -> None:
        """Bring the department's year to the morning of a day."""
        self.bureau.run(self.clock.advance(NAME, at_local(date.fromisoformat(day), time(10)) + timedelta(minutes=1)))

    def do(self, who: str, act: str, matter: str, content: Content) -> Receipt:
        """One act, under a key of its own."""
        sent = Deed(actor=self.people[who], act=act, matter=matter, content=content)
        self.sent += 1
        key = f"{NAME}/{self.sent}"
        return self.bureau.run(self.counter.act(self.book, NAME, key, sent))

    def until_scoring(self) -> None:
        """Targets and mid-year reading are filed and answered; the self-evaluation is open."""
        person = Shijing(self.bureau.desk)
        self.at("2020-11-02")
        self.do("filler", "targets.file", "targets", person.filing("targets.file"))
        self.do("reviewer", "targets.approve", "targets", Answer())
        self.at("2021-08-03")
        self.do("filler", "monitoring.file", "monitoring", person.mid_year())
        self.do("reviewer", "monitoring.accept", "monitoring", Answer())
        self.at("2022-03-01")

    def told(self, division: str) -> list[tuple[str, str, int]]:
        """What was said about a division's collection."""
        with self.bureau.desk.reading() as session:
            query = select(Alert).where(col(Alert.matter) == matter_of(division)).order_by(col(Alert.sequence))
            return [(one.kind, one.to_role, one.days) for one in session.exec(query)]

    def states(self) -> dict[str, str]:
        """How every collection stands."""
        return {one.division: one.state for one in list_collections(self.bureau.desk, self.book, NAME, None)}


@pytest.fixture(scope="module")
def collecting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collecting]:
    with running_bureau(tmp_path_factory.mktemp("collecting") / "data", skipping=True) as bureau:
        year = Collecting(bureau)
        year.until_scoring()
        play(year)
        yield year


def play(year: Collecting) -> None:
    """Four are asked; one answers in time, one late, one is returned and answers again, one is cancelled."""
    for division in DIVISIONS:
        content = ask(division, DUE, contributor=year.people[division], inputs=WANTED[division], rows=())
        year.do("filler", "collection.ask", SCORING, content)
    year.at("2022-03-05")
    year.do("office", "collection.answer", matter_of("office"), figures(*WANTED["office"]))
    year.do("works", "collection.answer", matter_of("works"), figures(*WANTED["works"][:1]))
    year.do("filler", "collection.accept", matter_of("office"), Answer())
    year.do("approver", "collection.return", matter_of("works"), returned("2022-03-14"))
    year.do("approver", "collection.cancel", matter_of("culture"), Answer())
    year.at("2022-03-13")
    year.do("finance", "collection.answer", matter_of("finance"), figures(*WANTED["finance"]))
    year.do("works", "collection.answer", matter_of("works"), figures(*WANTED["works"]))
    year.do("filler", "collection.accept", matter_of("finance"), Answer())
    year.do("filler", "collection.accept", matter_of("works"), Answer())


WANTED = {
    "office": ("budget_papers_complete", "budget_papers_passed"),
    "finance": ("annual_budget", "annual_spent"),
    "works": ("asset_use_rate", "assets_match_accounts"),
    "culture": ("accounts_published_in_time",),
}


def test_every_collection_ends_as_it_was_played(collecting: Collecting) -> None:
    accepted = dict.fromkeys(("office", "finance", "works"), "accepted")
    assert collecting.states() == {**accepted, "culture": "cancelled"}
    late = list_collections(collecting.bureau.desk, collecting.book, NAME, None, late=True)
    assert [(one.division, one.days_late) for one in late] == [("finance", 3)]


def test_who_is_late_is_reminded_and_told_of_within_the_house(collecting: Collecting) -> None:
    assert collecting.told("finance") == [
        ("reminder", "contributor", 3),
        ("reminder", "contributor", 1),
        ("overdue", "contributor", 0),
        ("overdue", "filler", 0),
        ("overdue", "approver", 1),
    ]
    assert collecting.told("office") == collecting.told("culture") == []
    # By its new day the division had still time.
    assert collecting.told("works") == [("reminder", "contributor", 3), ("reminder", "contributor", 1)]


def test_what_was_accepted_flows_into_the_self_evaluation(collecting: Collecting, tmp_path: Path) -> None:
    desk, published = collecting.bureau.desk, shijing_facts()
    found = gathered(desk, collecting.book, NAME, None)
    brought = {name for division in ("office", "finance", "works") for name in WANTED[division]}
    assert set(found.facts) == brought
    own = replace(published, facts=tuple(fact for fact in published.facts if fact.input not in brought))
    (tmp_path / "own.json").write_text(json.dumps(to_data(own), ensure_ascii=False), encoding="utf-8")
    assert write_facts(found, NAME, tmp_path / "own.json", tmp_path / "whole.json") == ()
    content = filing_of(rubric_file().rubric, load_facts(tmp_path / "whole.json"), "self-evaluation.file")[0]
    wait_for(collecting.bureau, collecting.year, SCORING)
    filed = collecting.do("filler", "self-evaluation.file", SCORING, content)
    assert filed.score is not None
    assert (filed.score.total, filed.score.undecided) == (SCORE, False)
    with desk.reading() as session:
        query = select(Filing.document).where(col(Filing.sequence) == filed.sequence)
        lists = json.loads(session.exec(query).one())["lists"]
    record = found.facts["annual_spent"].record
    (place,) = [fact["place"] for fact in lists["facts"] if fact["input"] == "annual_spent"]
    assert place.startswith(f"{matter_of('finance')}#{record}: ")


def test_the_book_of_all_this_replays_and_verifies(collecting: Collecting) -> None:
    assert replay(collecting.bureau.desk.engine, collecting.book).mismatches == ()
    report = verify(collecting.bureau.settings.data)
    assert report.ok, report.first
