"""One department's year in one book, driven by calling the activities themselves: no Temporal, fixed clocks."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, time
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from activities.conclude import conclude_book, conclude_year
from activities.handle_act import handle_act
from activities.obey_order import obey_order
from activities.open_book import open_book
from activities.open_phase import open_phase
from activities.say_deadline import say_deadline
from activities.signatures import (
    ActCall,
    BookEnd,
    BookOpening,
    DeadlineCall,
    DepartmentStart,
    OrderCall,
    OrderResult,
    PhaseOpening,
    PhasePlan,
    YearEnd,
)
from activities.suspend_warning import suspend_warning
from activities.turn import standing
from app.scenario import Scenario, load_scenario, rubric_path, scenario_folder
from audit.commitment import commit_text
from audit.replay import Replay, Until, replay
from deadlines.local_time import at_local
from deadlines.official import official_calendar
from models.commands import Act, Adopt, Appoint, BureauOrder, Deed, Enrol
from models.evidence import NewEvidence
from models.opening import Officer, OpenBook
from models.projections import Matter
from models.receipts import Turn
from models.side_stores import Person
from models.values import instant_text
from rules.rubric_file import RubricFile, load_rubric
from workflows.rungs import SUSPENSION, rungs_of

if TYPE_CHECKING:
    from activities.desk import Desk
    from audit.evaluators import Evaluators
    from models.commands import Content, Order
    from models.receipts import Awaited, Receipt

BOOK = "guangzhou-baiyun/2021/rehearsal"
DEPARTMENT = "shijing"
RECORDS = 46
FOLDER = scenario_folder("shijing-2021")

PEOPLE = {
    "security": "p-0000000000000000000000a1",
    "office": "p-0000000000000000000000a2",
    "reviewer": "p-0000000000000000000000a3",
    "filler": "p-0000000000000000000000a4",
}
_ROLES = {"security-officer": "security", "performance-office": "office", "reviewer": "reviewer", "filler": "filler"}


@cache
def scenario() -> Scenario:
    """The shipped scenario."""
    return load_scenario(FOLDER / "scenario.yaml")


@cache
def rubric_file() -> RubricFile:
    """The rubric that the scenario is played under."""
    return load_rubric(rubric_path(scenario().rubric))


def local(day: str, clock: str = "10:00") -> str:
    """An instant text from a day and a time of day in Shanghai."""
    return instant_text(at_local(date.fromisoformat(day), time.fromisoformat(clock)))


def turn_of(receipt: Receipt, matter: str) -> Turn:
    """The turn that a receipt names for a matter."""
    return next(turn for turn in receipt.turns if turn.matter == matter)


def awaited_of(receipt: Receipt, matter: str) -> Awaited:
    """The act that a receipt names as awaited next for a matter."""
    awaited = turn_of(receipt, matter).awaited
    assert awaited is not None, f"nothing is awaited for {matter}"
    return awaited


class Year:
    """One desk, one book, one department; every method does one thing that the book records."""

    def __init__(self, desk: Desk, start: DepartmentStart | None = None, book: str = BOOK) -> None:
        self.desk = desk
        self.book = book
        self.start = start
        self.epoch = 1
        self.sent = 0
        # The years whose holidays are known when the book is opened.
        self.announced = range(scenario().year - 1, scenario().year + 2)
        self._salts = 0

    # -- the bureau ---------------------------------------------------------------------------------------------

    def open(self) -> None:
        """Open the book, appoint the people, adopt the rubric, enrol the department."""
        with Session(self.desk.engine) as session, session.begin():
            session.add_all(self._people())
        self.open_book()
        starts = scenario().starts.date().isoformat()
        for person in scenario().people:
            if person.role != "security-officer":
                appoint = Appoint(
                    appointee=PEOPLE[_ROLES[person.role]],
                    role=person.role,
                    department=person.department,
                    from_day=starts,
                )
                self.order(f"setup/appoint/{person.id}", appoint, "security")
        self.order("setup/adopt", Adopt(yaml=self.rubric_yaml(), document=scenario().adoption))
        self.start = self.order("setup/enrol/shijing", self.enrolment()).start

    def open_book(self) -> Receipt:
        """Write the opening record."""
        played = scenario()
        opening = OpenBook(
            book=self.book,
            name=played.bureau.name,
            shift_seconds=0,
            calendar=official_calendar(self.announced).to_data(),
            officers=(Officer(actor=PEOPLE["security"], role="security-officer"),),
            opened_on=played.starts.date().isoformat(),
        )
        return open_book(self.desk, BookOpening(happened_at=instant_text(played.starts), opening=opening))

    def order(self, request: str, order: Order, who: str = "office", day: str = "2020-10-09") -> OrderResult:
        """Send one order of the bureau."""
        sent = BureauOrder(request=request, actor=PEOPLE[who], received_at=local(day), order=order)
        return obey_order(self.desk, OrderCall(book=self.book, epoch=self.epoch, happened_at=local(day), order=sent))

    def enrolment(self, department: str = DEPARTMENT, name: str = "石井街道办事处") -> Enrol:
        """The order that takes a department in."""
        own = sha256(self.rubric_yaml().encode()).hexdigest()
        return Enrol(department=department, name=name, rubric_hash=own)

    def rubric_yaml(self) -> str:
        """The rubric's bytes as text: a year under another form says another one."""
        return rubric_path(scenario().rubric).read_bytes().decode()

    def replayed(self, until: Until | None = None, evaluators: Evaluators | None = None) -> Replay:
        """Replay the book from what lies on the disk, with the desk's own evaluators or with others."""
        self.desk.engine.dispose()
        try:
            return replay(self.desk.engine, self.book, until, evaluators or self.desk.evaluators)
        finally:
            self.desk.engine.dispose()

    # -- the clock ----------------------------------------------------------------------------------------------

    def plan(self, phase: str) -> PhasePlan:
        """The plan of a phase as the enrolment gave it."""
        assert self.start is not None
        return next(plan for plan in self.start.plans if plan.phase == phase)

    def open_phase(self, phase: str) -> Receipt:
        """Open a phase at the midnight of its first day."""
        plan = self.plan(phase)
        return open_phase(
            self.desk,
            PhaseOpening(
                book=self.book,
                epoch=self.epoch,
                department=DEPARTMENT,
                happened_at=local(plan.opens, "00:00"),
                plan=plan,
            ),
        )

    def turns(self) -> list[Turn]:
        """How every matter that is not done stands in the ledger's tables, the earliest first."""
        with self.desk.reading() as session:
            query = select(Matter.matter).where(col(Matter.book) == self.book, col(Matter.state) != "done")
            matters = session.exec(query.order_by(col(Matter.opened_at), col(Matter.matter))).all()
            return [standing(session, self.book, DEPARTMENT, matter) for matter in matters]

    def turn(self, matter: str) -> Turn:
        """How one matter stands; "unopened" while its phase has not begun."""
        with self.desk.reading() as session:
            if session.get(Matter, (self.book, DEPARTMENT, matter)) is None:
                return Turn(matter=matter, course=matter, state="unopened")
            return standing(session, self.book, DEPARTMENT, matter)

    def climb(self, before: datetime) -> list[bool]:
        """Say every step of every ladder that comes before a moment, over all matters in the order of time."""
        rungs = [(rung, turn) for turn in self.turns() for rung in rungs_of(turn) if rung.at < before]
        return [
            self.say(turn, rung.kind, rung.days, rung.at, rung.to)
            for rung, turn in sorted(rungs, key=lambda one: one[0].at)
        ]

    def say(self, turn: Turn, kind: str, days: int, moment: datetime, to_role: str | None = None) -> bool:
        """Say one step of the ladder."""
        assert turn.awaited is not None
        call = DeadlineCall(
            book=self.book,
            epoch=self.epoch,
            department=DEPARTMENT,
            matter=turn.matter,
            happened_at=instant_text(moment),
            act=turn.awaited.act,
            role=turn.awaited.role,
            due=turn.awaited.due,
            kind=kind,
            days=days,
            to_role=to_role,
        )
        if kind == SUSPENSION:
            return bool(suspend_warning(self.desk, call).turns)
        return say_deadline(self.desk, call)

    def conclude(self) -> None:
        """End the year, then the book."""
        ended = local("2022-06-02", "09:41")
        self.conclude_year(ended)
        conclude_book(self.desk, BookEnd(book=self.book, epoch=self.epoch, happened_at=ended, departments=1))

    def conclude_year(self, ended: str = local("2022-06-02", "09:41")) -> None:
        """End the department's year alone."""
        conclude_year(self.desk, YearEnd(book=self.book, epoch=self.epoch, department=DEPARTMENT, happened_at=ended))

    # -- the people ---------------------------------------------------------------------------------------------

    def act(self, matter: str, act: str, content: Content, who: str, at: str, request: str | None = None) -> Receipt:
        """Send one act that came in at an instant (text); without a request key it gets a fresh one."""
        self.sent += 1
        sent = Act(
            request=request or f"{DEPARTMENT}/act/{self.sent:02d}",
            received_at=at,
            deed=Deed(actor=PEOPLE[who], act=act, matter=matter, content=content),
        )
        return handle_act(
            self.desk,
            ActCall(book=self.book, epoch=self.epoch, department=DEPARTMENT, happened_at=at, act=sent),
        )

    def commit(self, request: str, field: str, text: str) -> str:
        """Keep a text under a salt that is the same in every play."""

        def salt(size: int) -> bytes:
            self._salts += 1
            return hashlib.shake_128(f"salt {self._salts}".encode()).digest(size)

        with Session(self.desk.engine) as session, session.begin():
            return commit_text(session, self.book, request, field, text, salt)

    def proof(self, request: str, row: str, content: bytes, name: str) -> NewEvidence:
        """Store a file and say what it proves."""
        return NewEvidence(
            row=row,
            sha256=self.desk.evidence.put(content),
            size=len(content),
            media_type="text/plain",
            name=self.commit(request, "name", name),
        )

    @staticmethod
    def _people() -> list[Person]:
        return [
            Person(actor=PEOPLE[_ROLES[person.role]], login=person.id, name=person.name) for person in scenario().people
        ]
