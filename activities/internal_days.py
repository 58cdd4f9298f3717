"""The days that a department gave its divisions follow its own: nothing is asked for after what it is needed for."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from sqlmodel import Session, col, select

from activities.turn import standing
from deadlines.collecting import following, require_before_own
from deadlines.moves import ASKING, COLLECTION
from models.collections_asked import Collection
from models.receipts import MovedDay

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from activities.whole_book import AwaitedTask


class Internal(NamedTuple):
    """What a division, or whoever asked it, still owes, and the department's own act that it is for."""

    awaited: AwaitedTask
    own: AwaitedTask


def internal_of(session: Session, book: str, awaited: Sequence[AwaitedTask]) -> list[Internal]:
    """Of what is awaited in a book that within a department whose own filing lies with it, in the same order."""
    own = {(one.task.department, one.task.matter): one for one in awaited if one.task.role in ASKING}
    query = select(Collection.department, Collection.matter, Collection.phase).where(col(Collection.book) == book)
    phases = {(department, matter): phase for department, matter, phase in session.exec(query)}
    asked = (one for one in awaited if one.turn.course == COLLECTION)
    places = ((one, (one.task.department, phases[one.task.department, one.task.matter])) for one in asked)
    return [Internal(one, own[place]) for one, place in places if place in own]


def moved_along(
    internal: Iterable[Internal], moved: Iterable[MovedDay], least: Callable[[AwaitedTask], date]
) -> Iterator[MovedDay]:
    """The internal days that follow where the department's own was moved, or that moved by themselves.

    `least` says below which day none of them falls.
    """
    days = {(one.department, one.matter): one for one in moved}
    for one in internal:
        task = one.awaited.task
        own, itself = (days.get((task.department, each.task.matter)) for each in (one.own, one.awaited))
        if own is None and itself is None:
            continue
        before, after = (one.own.task.due, one.own.task.due) if own is None else (own.due_before, own.due)
        floor = least(one.awaited) if itself is None else _day(itself.due)
        day = following(_day(task.due), _day(before), _day(after), floor).isoformat()
        if day != task.due:
            place = {"department": task.department, "matter": task.matter, "act": task.act}
            yield MovedDay(**place, due_before=task.due, due=day)


def require_internal(session: Session, book: str, department: str, matter: str, days: tuple[date, date]) -> None:
    """Refuse to put an internal day off beyond the department's own; `days` are the new one and today.

    Raises DeadlinesError `collection.day-too-late`.
    """
    collection = session.get(Collection, (book, department, matter))
    own = None if collection is None else standing(session, book, department, collection.phase).awaited
    if own is not None and own.role in ASKING:
        require_before_own(*days, _day(own.due))


def _day(text: str) -> date:
    return date.fromisoformat(text)
