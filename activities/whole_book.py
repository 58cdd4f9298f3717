"""Orders about the whole book: every act that is awaited in a year that runs, and how an order moves its due day.

A district has hundreds of them, so they are read all at once and not one by one.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from sqlmodel import Session, col, func, select

from activities.extend_deadline import moved_turn
from activities.signatures import YearNews
from activities.turn import awaited_in
from deadlines.deadline import Deadline
from deadlines.local_time import local_date
from models.projections import Department, Extension, Matter, Task
from models.receipts import WaitingTurn
from models.values import instant

if TYPE_CHECKING:
    from activities.signatures import OrderCall
    from models.receipts import MovedDay


class AwaitedTask(NamedTuple):
    """A task that is open in a year that runs, whose year it is, and how its matter stands."""

    department: Department
    task: Task
    turn: WaitingTurn


def running_departments(session: Session, book: str) -> list[Department]:
    """The departments whose year has not ended, by name."""
    query = select(Department).where(col(Department.book) == book, col(Department.concluded).is_(False))
    return list(session.exec(query.order_by(col(Department.department))))


def awaited_tasks(session: Session, book: str) -> list[AwaitedTask]:
    """Every open task of every running year, by department and matter."""
    running = {one.department: one for one in running_departments(session, book)}
    open_tasks = (
        select(Task, Matter)
        .join(
            Matter,
            (col(Matter.book) == col(Task.book))
            & (col(Matter.department) == col(Task.department))
            & (col(Matter.matter) == col(Task.matter)),
        )
        .where(col(Task.book) == book, col(Task.state) == "open")
        .order_by(col(Task.department), col(Task.matter))
    )
    return [
        AwaitedTask(running[task.department], task, _turn(task, matter))
        for task, matter in session.exec(open_tasks)
        if task.department in running
    ]


def _turn(task: Task, matter: Matter) -> WaitingTurn:
    return WaitingTurn(matter=matter.matter, course=matter.course, state=matter.state, awaited=awaited_in(task))


def granted_days(session: Session, book: str) -> dict[tuple[str, str, str], str]:
    """The latest day that a document granted, by department, matter and act."""
    parts = (col(Extension.department), col(Extension.matter), col(Extension.act))
    query = select(*parts, func.max(Extension.due)).where(col(Extension.book) == book).group_by(*parts)
    return {(department, matter, act): due for department, matter, act, due in session.exec(query)}


def moved_turns(
    session: Session, book: str, moved: tuple[MovedDay, ...], ordered_on: date
) -> list[tuple[MovedDay, WaitingTurn]]:
    """Each moved day with the turn that has it."""
    turns = {(one.task.department, one.task.matter): one.turn for one in awaited_tasks(session, book)}
    found = ((one, turns[one.department, one.matter]) for one in moved)
    return [(one, moved_turn(turn, turn.awaited, _deadline(one), ordered_on)) for one, turn in found]


def _deadline(moved: MovedDay) -> Deadline:
    return Deadline(date.fromisoformat(moved.due), moved.provisional)


def ordered_on(call: OrderCall) -> date:
    """The day in Shanghai on which the order came in."""
    return local_date(instant(call.order.received_at))


def news_of(session: Session, book: str, moved: tuple[MovedDay, ...]) -> tuple[YearNews, ...]:
    """What each running year has to hear: how its moved matters stand now, as far as they still await somebody."""
    touched = {(one.department, one.matter) for one in moved}
    turns: dict[str, tuple[WaitingTurn, ...]] = {}
    for one in awaited_tasks(session, book):
        if (one.task.department, one.task.matter) in touched:
            turns[one.task.department] = (*turns.get(one.task.department, ()), one.turn)
    return tuple(YearNews(department=department, turns=own) for department, own in turns.items())
