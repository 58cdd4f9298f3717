"""The days of a year are announced: what is awaited is due anew, unless that leaves nobody time."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from models.date_orders import Announce
from tests.domain.codes import codes_of, of_the_office
from tests.domain.counting import counted_again
from tests.domain.days import CALENDAR, Days, day_of, days_off
from tests.domain.internal import along, inner, put
from tests.domain.people import OFFICE
from tests.domain.play import order

if TYPE_CHECKING:
    from tests.domain.asked import Asked
    from tests.domain.books import BookPicture
    from tests.domain.model import Year
    from tests.domain.world import World

_YEAR: Final = 2021
_HOLIDAYS: Final = (*((1, day) for day in (11, 12)), *((3, day) for day in (8, 9, 10)), (5, 26), (6, 8), (6, 30))
_SATURDAYS: Final = ((1, 9), (1, 16), (1, 23), (3, 6), (3, 13), (5, 22), (5, 29), (6, 5), (6, 26), (7, 3))
# The days that the first book knows from the beginning, ordinary weeks, more holidays, more work; and a wrong list.
USUAL, ORDINARY, MORE_OFF, MORE_WORKED, WRONG = "usual", "ordinary", "more-off", "more-worked", "wrong"
ANNOUNCED: Final = {
    USUAL: days_off(CALENDAR),
    ORDINARY: (frozenset[date](), frozenset[date]()),
    MORE_OFF: (frozenset(date(_YEAR, *day) for day in _HOLIDAYS), frozenset[date]()),
    MORE_WORKED: (frozenset[date](), frozenset(date(_YEAR, *day) for day in _SATURDAYS)),
    WRONG: (frozenset({date(_YEAR, *_SATURDAYS[0])}), frozenset[date]()),
}


def announce(world: World, book: BookPicture, which: str, who: str = OFFICE) -> frozenset[str]:
    """Announce the year to a book."""
    holidays, workdays = ANNOUNCED[which]
    known = book.calendar
    same = (holidays, workdays) == (known.holidays, known.workdays) and _YEAR in known.years
    codes = (
        of_the_office(world, book, who)
        or codes_of("calendar.holiday-on-weekend" if which == WRONG else None)
        or codes_of("calendar.nothing-new" if same else None)
    )
    days = {"holidays": sorted(map(str, holidays)), "workdays": sorted(map(str, workdays)), "years": [str(_YEAR)]}
    words = Announce.model_validate({"announced": {"version": which, **days}, "document": "国办发明电〔2020〕27号"})
    order(world, book, (who, words), codes)
    if not codes:
        book.own += 1
        book.calendar.holidays, book.calendar.workdays = holidays, workdays
        book.calendar.years |= {_YEAR}
        for year in book.years.values():
            if not year.ended:
                _count_the_year_again(year, book.calendar, day_of(world.now))
    return codes


def _count_the_year_again(year: Year, calendar: Days, today: date) -> None:
    """What was counted is counted again; what is inner follows the department's own, but not into the past."""
    within, before = inner(year), {task.matter: task.due for task in year.tasks if task.open}
    for task in year.tasks:
        if task.open and task.counts:
            _count_again(year, task, calendar, today)
    moved = {task.matter: task.due for task in year.tasks if task.open and task.due != before[task.matter]}
    for one in within:
        if one.phase in moved:
            granted = year.granted(one.task.matter, one.task.act) or date.min
            kept = one.task.due if one.task.moved_on == today else max(granted, min(one.task.due, today))
            _move(year, one.task, along(one, moved, kept), today)


def _count_again(year: Year, task: Asked, calendar: Days, today: date) -> None:
    """What was ordered today is not taken back today, and no day falls below a document's."""
    day, provisional = counted_again(task.counts, calendar, task.due, today, kept=task.moved_on == today)
    granted = max(filter(None, (year.granted(task.matter, act) for act in task.acts)), default=None)
    if granted is not None and granted >= day:
        day, provisional = granted, False
    if (day, provisional) == (task.due, task.provisional):
        return
    task.provisional = provisional
    if day == task.due:
        year.records += 1
    _move(year, task, day, today)


def _move(year: Year, task: Asked, day: date, today: date) -> None:
    if day != task.due:
        year.records += 1
        year.alerts.append(("recomputed", task.matter, task.act, day.isoformat(), 0, task.role))
        put(year, task, day, today)
