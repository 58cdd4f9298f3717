"""Who may do what when: every role in every state of every course with every act, here and in the workflow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlmodel import Session, col, delete
from temporalio.exceptions import ApplicationError

from activities.errors import RefusedError
from activities.signatures import PhasePlan
from deadlines.errors import ActError
from deadlines.moves import (
    ACKNOWLEDGEMENT,
    BY_TWO,
    COLLECTION,
    FINDING,
    LOCKED,
    MOVES,
    TWO_HANDS,
    WARNING,
    WITH_OPINION,
)
from deadlines.protocol import roles_of
from deadlines.roles import ROLES
from models.collecting import AppointContributor
from models.commands import Act, Answer, Appoint, Deed
from models.findings import Measure
from models.payloads import ACT_KINDS
from models.projections import Department, Matter, Task
from models.receipts import Turn
from models.values import instant
from tests.support.refusals import refused, whole_book
from tests.support.shijing import BOOK, DEPARTMENT, PEOPLE, local
from workflows import department_year
from workflows.department_year import DepartmentYear
from workflows.inputs import PhaseRun

if TYPE_CHECKING:
    from activities.desk import Desk
    from models.commands import Content
    from tests.support.shijing import Shijing

PLACES = sorted({(move.course, state) for move in MOVES for state in (move.state, move.leads_to)})
DAY = "2020-11-03"
# The year's own people have the short names; each other role gets a person of its own.
WHO = {role: {"performance-office": "office", "security-officer": "security"}.get(role, role) for role in ROLES}
OWN = ("filler", "reviewer", "office", "security")
# What nobody sends with the act: being told so shows that everything before was in order.
STRANGE: dict[str, Content] = {
    **dict.fromkeys(ACT_KINDS, Measure(measure="0" * 64)),
    "finding.answer": Answer(),
}


def matter_of(course: str) -> str:
    named = {WARNING: "warning/1/pace", FINDING: "finding/one", COLLECTION: "collection/works/one"}
    return named.get(course, course.removesuffix(TWO_HANDS))


def wanted(role: str, course: str, state: str, act: str) -> str:
    """What the table says."""
    # A contributor is one in what his division is asked for, and nowhere else.
    if role not in roles_of(act, course) or (role == "contributor" and course != COLLECTION):
        return "act.not-appointed"
    return out_of_place(course, state, act) or "act.wrong-content"


def out_of_place(course: str, state: str, act: str) -> str | None:
    if all(move.act != act for move in MOVES if move.course == course):
        return "act.wrong-course"
    here = any((move.course, move.state, move.act) == (course, state, act) for move in MOVES)
    locked = matter_of(course) in LOCKED and state == "done"
    return None if here else "act.locked" if locked else "act.not-your-turn"


def put(desk: Desk, course: str, state: str) -> None:
    """Let one matter stand so, and a filing's task be done in time; a final score that is answered is concluded."""
    with Session(desk.engine) as session, session.begin():
        department = session.get_one(Department, (BOOK, DEPARTMENT))
        department.two_hands = course in BY_TWO
        session.add(department)
        session.exec(delete(Matter).where(col(Matter.book) == BOOK))
        session.exec(delete(Task).where(col(Task.book) == BOOK))
        matter, place = matter_of(course), {"book": BOOK, "department": DEPARTMENT, "sequence": 1}
        session.add(Matter(**place, matter=matter, course=course, state=state, opened_at=local(DAY)))
        if course == ACKNOWLEDGEMENT:
            session.add(Matter(**place, matter="review", course="review", state="done", opened_at=local(DAY)))
        filed = {"act": f"{matter}.file", "round": 1, "role": "filler", "due": DAY, "provisional": False}
        session.add(Task(**place, matter=matter, **filed, ladder="{}", state="done", opened_at=local(DAY)))


@pytest.fixture
def everybody(shijing: Shijing, monkeypatch: pytest.MonkeyPatch) -> Shijing:
    """One person for each role."""
    for number, role in enumerate(role for role in ROLES if WHO[role] not in OWN):
        monkeypatch.setitem(PEOPLE, WHO[role], f"p-0000000000000000000000c{number}")
        shijing.order(f"appoint/{role}", appointment(role, PEOPLE[WHO[role]]), "security")
    return shijing


def appointment(role: str, actor: str) -> Appoint | AppointContributor:
    if role == "contributor":
        return AppointContributor(
            appointee=actor, department=DEPARTMENT, division="works", division_name="市政服务所", from_day="2020-10-09"
        )
    department = DEPARTMENT if role == "approver" else None
    return Appoint(appointee=actor, role=role, department=department, from_day="2020-10-09")


@pytest.mark.slow
@pytest.mark.parametrize(("course", "state"), PLACES)
def test_the_activity_lets_pass_what_the_table_allows_and_refuses_all_else(
    everybody: Shijing, course: str, state: str
) -> None:
    put(everybody.desk, course, state)
    before = whole_book(everybody.desk)
    said = {(act, role): refusal(everybody, course, act, role) for act in ACT_KINDS for role in ROLES}
    assert said == {(act, role): wanted(role, course, state, act) for act in ACT_KINDS for role in ROLES}
    assert whole_book(everybody.desk) == before


def refusal(year: Shijing, course: str, act: str, role: str) -> str:
    with pytest.raises((RefusedError, ActError)) as told:
        year.act(matter_of(course), act, STRANGE[act], WHO[role], local(DAY))
    error = told.value
    assert isinstance(error, RefusedError | ActError)
    return error.code


@pytest.mark.parametrize("act", sorted(WITH_OPINION))
def test_whoever_sends_something_back_says_why(everybody: Shijing, act: str) -> None:
    (move,) = [move for move in MOVES if move.act == act and (move.course in BY_TWO) == act.endswith("send-back")][:1]
    put(everybody.desk, move.course, move.state)
    with refused(everybody.desk, "act.opinion-needed") as told:
        everybody.act(matter_of(move.course), act, Answer(), WHO[move.role], local(DAY))
    assert told.params == {"act": act}


@pytest.mark.parametrize(("course", "state"), PLACES)
def test_the_workflow_lets_pass_what_the_table_allows_and_refuses_all_else(
    course: str, state: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(department_year, "domain_now", lambda _shift: instant(local(DAY)))
    turn = Turn(matter=matter_of(course), course=course, state=state)
    plan = PhasePlan(phase="targets", opens=DAY, due=DAY, provisional=False)
    run = PhaseRun(book=BOOK, epoch=1, department=DEPARTMENT, shift_seconds=0, plans=(plan,), turns=(turn,))
    said = {act: validated(DepartmentYear(run), turn.matter, act) for act in ACT_KINDS}
    assert said == {act: out_of_place(course, state, act) for act in ACT_KINDS}


def validated(year: DepartmentYear, matter: str, act: str) -> str | None:
    deed = Deed(actor="p", act=act, matter=matter, content=STRANGE[act])
    try:
        year.check_act(Act(request="r", received_at=local(DAY), deed=deed))
    except ApplicationError as error:
        return error.type
    return None
