"""A real book whose clock has something to say, and the post room that brings it to people."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from activities.open_phase import open_phase
from activities.say_deadline import say_deadline
from activities.signatures import DeadlineCall, PhaseOpening
from app.delivery.contacts import Wanted, set_contact
from app.delivery.pace import Pace
from app.delivery.post import Post
from app.settings import Settings
from models.commands import Appoint
from models.side_stores import Delivery, DeliveryAttempt, Person
from tests.support.shijing import DEPARTMENT, PEOPLE, Shijing, local

if TYPE_CHECKING:
    from pathlib import Path

    from activities.desk import Desk
    from app.delivery.pace import Digest
    from tests.support.clock import StepClock

REAL = "guangzhou-baiyun/2021/real"
SECRET = "a-shared-secret-of-the-receiver"  # noqa: S105  # made up
# The targets are due on 6 November 2020; their first reminder comes on 30 October.
REMINDED = datetime(2020, 10, 30, 1, 0, tzinfo=UTC)
ADMINISTRATOR = "p-0000000000000000000000b1"
LEADER = "p-0000000000000000000000b2"
LOGINS = {"tianbao": PEOPLE["filler"], "jixiaoke": PEOPLE["office"], "guanli": ADMINISTRATOR}
PACE = Pace(gather=timedelta(0), attempts=3)


class Told:
    """The book, its people and the post room; `clock` is the machine's and the book's."""

    def __init__(self, desk: Desk, data: Path, clock: StepClock) -> None:
        self.clock = clock
        self.clock.now = REMINDED
        self.year = Shijing(desk, book=REAL)
        self.post = Post(desk, Settings(data=data).contacts, PACE)

    def open(self) -> None:
        """Open the book and its first phase; nothing is said yet."""
        self.year.open()
        with Session(self.year.desk.engine) as session, session.begin():
            session.add(Person(actor=ADMINISTRATOR, login="guanli", name="管理员"))
        appoint = Appoint(appointee=ADMINISTRATOR, role="administrator", from_day="2020-10-09")
        self.year.order("setup/appoint/guanli", appoint, "security")
        self.year.open_phase("targets")

    def reach(self, login: str, address: str, digest: Digest = "at-once", name: str = "main") -> None:
        """Set a contact that is spoken to in English."""
        set_contact(self.post, Wanted(login, name, address, digest, "en"))

    def remind(
        self, department: str = DEPARTMENT, days: int = 7, kind: str = "reminder", to: str | None = None
    ) -> None:
        """The clock says one step of the targets' ladder."""
        call = DeadlineCall(
            book=REAL,
            epoch=1,
            department=department,
            matter="targets",
            happened_at=local("2020-10-30", "09:00"),
            act="targets.file",
            role="filler",
            due="2020-11-06",
            kind=kind,
            days=days,
            to_role=to,
        )
        assert say_deadline(self.year.desk, call)

    def another(self, department: str) -> None:
        """Enrol a department, with the same filler, and open its first phase."""
        enrolled = self.year.order(f"enrol/{department}", self.year.enrolment(department, f"{department}街道办事处"))
        assert enrolled.start is not None
        appoint = Appoint(appointee=PEOPLE["filler"], role="filler", department=department, from_day="2020-10-09")
        self.year.order(f"appoint/{department}", appoint, "security")
        plan = enrolled.start.plans[0]
        opening = PhaseOpening(
            book=REAL, epoch=1, department=department, happened_at=local(plan.opens, "00:00"), plan=plan
        )
        open_phase(self.year.desk, opening)

    def states(self) -> list[str]:
        """The states of all deliveries in the order of their keys."""
        with self.year.desk.reading() as session:
            return list(session.exec(select(Delivery.state).order_by(col(Delivery.sequence), col(Delivery.key))))

    def attempts(self) -> list[tuple[str | None, str]]:
        """Outcome and answer of every attempt, the earliest first."""
        with self.year.desk.reading() as session:
            query = select(DeliveryAttempt).order_by(col(DeliveryAttempt.at), col(DeliveryAttempt.number))
            return [(one.outcome, one.answer) for one in session.exec(query)]
