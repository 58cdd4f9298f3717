"""Orders about the whole book: every act that is awaited in a year that runs, and how an order moves its due day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from sqlmodel import Session, col, select

from activities.extend_deadline import moved_turn
from activities.signatures import YearNews
from activities.turn import standing
from deadlines.deadline import Deadline
from deadlines.local_time import local_date
from models.projections import Department, Task
from models.values import instant

if TYPE_CHECKING:
    from collections.abc import Iterator

    from activities.signatures import OrderCall
    from models.receipts import MovedDay, Turn, WaitingTurn


class AwaitedTask(NamedTuple):
    """A task that is open in a year that runs, whose year it is, and how its matter stands."""

    department: Department
    task: Task
    turn: Turn


def running_departments(session: Session, book: str) -> list[Department]:
    """The departments whose year has not ended, by name."""
    query = select(Department).where(col(Department.book) == book, col(Department.concluded).is_(False))
    return list(session.exec(query.order_by(col(Department.department))))


def awaited_tasks(session: Session, book: str) -> Iterator[AwaitedTask]:
    """Every open task of every running year, by department and matter."""
    for department in running_departments(session, book):
        query = select(Task).where(
            col(Task.book) == book, col(Task.department) == department.department, col(Task.state) == "open"
        )
        for task in session.exec(query.order_by(col(Task.matter))).all():
            yield AwaitedTask(department, task, standing(session, book, department.department, task.matter))


def turn_of(session: Session, book: str, moved: MovedDay, ordered_on: date) -> WaitingTurn:
    """The turn of a matter whose due day the order has moved."""
    turn = standing(session, book, moved.department, moved.matter)
    if turn.awaited is None:
        message = f"{moved.department}/{moved.matter} awaits nobody"
        raise ValueError(message)
    return moved_turn(turn, turn.awaited, Deadline(date.fromisoformat(moved.due), moved.provisional), ordered_on)


def ordered_on(call: OrderCall) -> date:
    """The day in Shanghai on which the order came in."""
    return local_date(instant(call.order.received_at))


def news_of(session: Session, book: str, moved: tuple[MovedDay, ...]) -> tuple[YearNews, ...]:
    """What each running year has to hear: how its moved matters stand now."""
    running = [one.department for one in running_departments(session, book)]
    matters = {department: [one.matter for one in moved if one.department == department] for department in running}
    return tuple(
        YearNews(department=department, turns=tuple(standing(session, book, department, matter) for matter in own))
        for department, own in matters.items()
        if own
    )
