"""What a department asks of its divisions: what each act does to the picture, and what it is refused for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from tests.domain.codes import codes_of
from tests.domain.days import day_of
from tests.domain.effects import effect
from tests.domain.internal import own_day
from tests.domain.model import Collected

if TYPE_CHECKING:
    from tests.domain.books import BookPicture
    from tests.domain.effects import Doing
    from tests.domain.model import Year

# What a division may be asked for: the form's inputs that the book does not see by itself, and its leaves.
INPUTS: Final = ("spent", "budget", "carry", "deduction", "used", "mid_spent", "mid_budget", "mid_month")
ROWS: Final = ("spending", "carry-over", "manners", "timely", "works")
# All evidence of the machines is about this row.
PROVED: Final = "spending"


@dataclass(frozen=True)
class Asking:
    """A division is asked by a name for inputs and rows, until a day; this contact is to bring them."""

    division: str
    name: str
    contact: str
    due: date
    inputs: tuple[str, ...] = ("spent", "budget")
    rows: tuple[str, ...] = (PROVED,)

    @property
    def matter(self) -> str:
        """The matter that begins with it."""
        return f"collection/{self.division}/{self.name}"


@dataclass(frozen=True)
class Bringing:
    """The inputs that a division brings, and whether it names the department's evidence."""

    inputs: tuple[str, ...] = ("spent", "budget")
    proved: bool = False


@dataclass(frozen=True)
class Returning:
    """What was brought goes back, with another day or the one that it had."""

    due: date | None = None


def of_the_collection(book: BookPicture, year: Year, doing: Doing) -> frozenset[str]:
    """What speaks against an act of a collection, once whose act it is speaks for it."""
    match doing.picture:
        case Asking() as asking:
            return _of_the_asking(book, year, doing, asking)
        case Bringing() as bringing:
            return _of_what_is_brought(year, year.collections[doing.matter], bringing)
        case Returning(due=day) if day is not None:
            return _of_the_day(year, year.collections[doing.matter].phase, day, doing)
        case _ if doing.act == "evidence.add" and doing.matter in year.collections:
            asked = PROVED in year.collections[doing.matter].rows
            return codes_of(None if asked else "collection.row-not-asked")
        case _:
            return frozenset()


def _of_the_asking(book: BookPicture, year: Year, doing: Doing, asking: Asking) -> frozenset[str]:
    today = day_of(doing.received)
    reached = book.posts.may(asking.contact, "contributor", year.department, today, asking.matter)
    return (
        codes_of("collection.repeated" if asking.matter in year.collections else None)
        or codes_of(None if asking.inputs or asking.rows else "collection.nothing-asked")
        or codes_of("collection.unknown-input" if set(asking.inputs) - set(INPUTS) else None)
        or codes_of("collection.asked-twice" if len(set(asking.inputs)) < len(asking.inputs) else None)
        or codes_of("collection.unknown-row" if set(asking.rows) - set(ROWS) else None)
        or codes_of(None if asking.division in year.divisions else "collection.unknown-division")
        or codes_of(None if reached else "collection.no-contributor")
        or _of_the_day(year, doing.matter, asking.due, doing)
    )


def _of_what_is_brought(year: Year, asked: Collected, bringing: Bringing) -> frozenset[str]:
    if not (bringing.inputs or bringing.proved):
        return codes_of("collection.empty")
    if set(bringing.inputs) - set(asked.inputs):
        return codes_of("collection.input-not-asked")
    known = year.evidence and PROVED in asked.rows
    return codes_of("collection.unknown-evidence" if bringing.proved and not known else None)


def _of_the_day(year: Year, phase: str, day: date, doing: Doing) -> frozenset[str]:
    own = own_day(year, phase)
    if own is None:
        return codes_of("collection.nothing-due")
    if day < day_of(doing.received):
        return codes_of("collection.day-passed")
    return codes_of("collection.day-too-late" if day >= own else None)


@effect("collection.ask")
def ask(year: Year, doing: Doing, _late: int) -> None:
    asking: Asking = doing.picture
    year.collections[asking.matter] = Collected(doing.matter, asking.contact, asking.due, asking.inputs, asking.rows)
    year.matters[asking.matter] = "open"
    _await_answer(year, asking.matter, asking.contact, doing)


@effect("collection.answer")
def bring(year: Year, doing: Doing, late: int) -> None:
    collected = year.collections[doing.matter]
    if collected.brought_by is None:
        collected.late = late
    collected.state, collected.brought_by = "answered", doing.actor
    _move(year, doing, late, "filed")
    today = day_of(doing.received)
    # It is looked at before the department's own day; where that is over, before the day that the division had.
    year.ask(doing.matter, "collection.accept", own_day(year, collected.phase) or max(collected.due, today), today)


@effect("collection.return")
def give_back(year: Year, doing: Doing, late: int) -> None:
    returning: Returning = doing.picture
    collected = year.collections[doing.matter]
    collected.state, collected.due = "returned", returning.due or collected.due
    _move(year, doing, late, "open")
    _await_answer(year, doing.matter, collected.brought_by or collected.contributor, doing)


@effect("collection.accept")
def take(year: Year, doing: Doing, late: int) -> None:
    year.collections[doing.matter].state = "accepted"
    _move(year, doing, late, "done")


@effect("collection.cancel")
def call_off(year: Year, doing: Doing, _late: int) -> None:
    year.collections[doing.matter].state = "cancelled"
    _move(year, doing, 0, "done")


def _move(year: Year, doing: Doing, late: int, state: str) -> None:
    year.close(doing.matter, late, doing.received)
    year.matters[doing.matter] = state


def _await_answer(year: Year, matter: str, contact: str, doing: Doing) -> None:
    year.ask(matter, "collection.answer", year.collections[matter].due, day_of(doing.received))
    task = year.task(matter)
    assert task is not None
    task.holder = contact
