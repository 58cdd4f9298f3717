"""Who may give which order when: every role, in every standing of the book, with every order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from sqlmodel import Session, col, delete

from activities import obey_order
from activities.errors import RefusedError
from audit.errors import AuditError
from deadlines.orders import ADDENDUM, CONCLUDED, ENDED, ORDERS, RUNNING, SEALED, STANDINGS, not_taken, order_row
from deadlines.roles import ROLES
from models.amendment_orders import AllowAmendment
from models.carrying import Carry
from models.collecting import AppointContributor
from models.commands import Adopt, Appoint, Approve, Authorise, Decline, Enrol, Extend, Propose, Reevaluate, Seal
from models.corrections import RightAppointment, RightDay, RightScore
from models.date_orders import Announce, IssueNotice, RecordOutage
from models.execution import DepartmentMonth, ExecutionLine, ImportExecution
from models.projections import Task
from models.results import Effect, Suggest
from models.sampling import Draw
from models.switching import ApproveSwitch, DeclineSwitch, ProposeSwitch
from models.task_orders import Claim, Mark, Reassign, Release, Urge
from tests.support.refusals import whole_book
from tests.support.sealed import DAY, authorise, conclude, seal
from tests.support.shijing import BOOK, DEPARTMENT, PEOPLE, local

if TYPE_CHECKING:
    from collections.abc import Callable

    from activities.desk import Desk
    from models.commands import Order
    from models.corrections import Right
    from tests.support.shijing import Shijing

NONE: Final = "0" * 64
OWN: Final = {
    "filler": "filler",
    "reviewer": "reviewer",
    "performance-office": "office",
    "security-officer": "security",
}
REACHED: Final = "reached"
OF_A_TASK: Final = ("claim", "release", "reassign")
PUTS_RIGHT: Final[dict[str, Right]] = {
    "performance-office": RightDay(due="2022-08-01"),
    "security-officer": RightAppointment(from_day="2020-10-09", to_day=None),
}


def task_of(role: str) -> str:
    """A task is its own role's; whoever has none meets one of the fillers'."""
    return role if role in order_row("claim").roles else "filler"


def orders(role: str) -> tuple[Order, ...]:
    """One of each kind; a proposal puts right what is this role's, where there is such a record."""
    paper = {"document": "通知", "reason": NONE}
    collection = task_of(role) == "contributor"
    matter, act = ("collection/works/x", "collection.answer") if collection else ("targets", "targets.file")
    task = {"department": DEPARTMENT, "matter": matter, "act": act, "round": 9}
    line = ExecutionLine(source="general", initial="1", adjusted="1", spent="1")
    months = (DepartmentMonth(department=DEPARTMENT, month="2021-07", lines=(line,)),)
    return (
        Appoint(appointee="p", role="auditor", from_day=DAY),
        AppointContributor(
            appointee="p", department=DEPARTMENT, division="works", division_name="市政服务所", from_day=DAY
        ),
        Adopt(yaml="", document="通知"),
        Enrol(department="other", name="另一部门", rubric_hash=NONE),
        IssueNotice(number="1", issued_on=DAY, title="通知", opens=("targets",)),
        Announce(announced={}, document="通知"),
        RecordOutage(from_day=DAY, to_day=DAY, **paper),
        ImportExecution(file=NONE, months=months),
        Draw(document="通知"),
        ProposeSwitch(from_hash=NONE, to_hash=NONE, **paper),
        ApproveSwitch(proposal=1, hash=NONE),
        DeclineSwitch(proposal=1, hash=NONE, opinion=NONE),
        Extend(department=DEPARTMENT, matter="review", due="2022-08-01", **paper),
        Reevaluate(department=DEPARTMENT, stage="score"),
        Carry(department=DEPARTMENT),
        Claim(**task),
        Release(**task),
        Reassign(**task, to=person(task_of(role))),
        Mark(**task, urgent=True),
        Urge(**task),
        Suggest(department=DEPARTMENT, effects=(Effect(source="general", effect="keep"),)),
        AllowAmendment(department=DEPARTMENT, rows=("carry-over",), until=DAY, title="函", **paper),
        Seal(number=9),
        Authorise(title="函", **paper),
        Propose(corrects=1, hash=NONE, right=PUTS_RIGHT.get(role, RightScore(row="r", score=None)), **paper),
        Approve(proposal=1, hash=NONE),
        Decline(proposal=1, hash=NONE, opinion=NONE),
    )


def person(role: str) -> str:
    return PEOPLE[OWN.get(role, role)]


def wanted(role: str, order: str, standing: str) -> str:
    """What the table says."""
    roles = (task_of(role),) if order in OF_A_TASK else ()
    may = role in (*roles, "performance-office") if order == "reassign" else role in (roles or order_row(order).roles)
    return (not_taken(order, standing) or REACHED) if may else "act.not-appointed"


def put(desk: Desk, role: str) -> None:
    """A task of this role waits, in whatever book."""
    with Session(desk.engine) as session, session.begin():
        session.exec(delete(Task).where(col(Task.round) == 9))
        collection = role == "contributor"
        session.add(
            Task(
                book=BOOK,
                department=DEPARTMENT,
                matter="collection/works/x" if collection else "targets",
                act="collection.answer" if collection else "targets.file",
                round=9,
                role=role,
                due=DAY,
                provisional=False,
                ladder="{}",
                state="open",
                opened_at=local(DAY),
                sequence=1,
            )
        )


@pytest.fixture
def everybody(before: Callable[[str], Shijing], monkeypatch: pytest.MonkeyPatch) -> Shijing:
    """One person for each role, in a year that waits for its review."""
    year = before("review.conclude")
    for number, role in enumerate(role for role in ROLES if role not in OWN):
        monkeypatch.setitem(PEOPLE, role, f"p-0000000000000000000000d{number}")
        year.order(f"appoint/{role}", appointment(role, PEOPLE[role]), "security")
    return year


def appointment(role: str, actor: str) -> Order:
    if role == "contributor":
        return AppointContributor(
            appointee=actor, department=DEPARTMENT, division="works", division_name="市政服务所", from_day="2020-10-09"
        )
    department = DEPARTMENT if role == "approver" else None
    return Appoint(appointee=actor, role=role, department=department, from_day="2020-10-09")


def bring(year: Shijing, standing: str) -> None:
    """Let the book stand so."""
    if standing == ENDED:
        year.conclude_year(local("2022-06-02"))
    if standing in (CONCLUDED, SEALED, ADDENDUM):
        conclude(year)
    if standing in (SEALED, ADDENDUM):
        seal(year)
    if standing == ADDENDUM:
        authorise(year, "review")


def refusal(year: Shijing, order: Order, role: str) -> str:
    try:
        year.order(f"{role}/{order.kind}", order, OWN.get(role, role), DAY)
    except (RefusedError, AuditError) as error:
        return error.code
    return "taken"


@pytest.mark.slow
@pytest.mark.parametrize("standing", STANDINGS)
def test_an_order_is_taken_from_whom_and_when_the_table_says_and_refused_otherwise(
    everybody: Shijing, standing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def reached(*_given: object) -> None:
        raise RefusedError(REACHED)

    bring(everybody, standing)
    # What the order itself says is of no interest here.
    monkeypatch.setattr(obey_order, "check_order", reached)
    for role in ROLES:
        put(everybody.desk, task_of(role))
        before = whole_book(everybody.desk)
        sent = orders(role)
        assert [order.kind for order in sent] == [row.order for row in ORDERS]
        said = {order.kind: refusal(everybody, order, role) for order in sent}
        assert said == {row.order: wanted(role, row.order, standing) for row in ORDERS}
        assert whole_book(everybody.desk) == before


def test_the_standings_of_the_table_are_those_that_were_tried() -> None:
    assert STANDINGS == (RUNNING, ENDED, CONCLUDED, SEALED, ADDENDUM)
