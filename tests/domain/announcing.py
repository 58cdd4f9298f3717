"""The days of a year are announced: what is awaited is due anew, unless that leaves nobody time."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from models.date_orders import Announce
from tests.domain.codes import codes_of, of_the_office
from tests.domain.counting import latest
from tests.domain.days import CALENDAR, Days, day_of, days_off
from tests.domain.people import OFFICE
from tests.domain.play import order

if TYPE_CHECKING:
    from tests.domain.books import BookPicture
    from tests.domain.model import Asked, Year
    from tests.domain.world import World

# What nothing that is moved nearer falls below: so many working days after the announcement.
_NOTICE: Final = 5
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
            for task in year.tasks:
                if task.open and task.counts and not year.ended:
                    _count_again(year, task, book.calendar, day_of(world.now))
    return codes


def _count_again(year: Year, task: Asked, calendar: Days, today: date) -> None:
    """A later day is taken; a nearer one only as far as there is notice of it, and none below a document's."""
    day, provisional = latest(task.counts, calendar)
    if day < task.due:
        # What was ordered today is not taken back today.
        room = task.due if task.moved_on == today else calendar.after(today, _NOTICE)
        day = max(day, min(task.due, room))
    granted = year.granted(task.matter, task.act)
    if granted is not None and granted >= day:
        day, provisional = granted, False
    if (day, provisional) == (task.due, task.provisional):
        return
    year.records += 1
    task.provisional = provisional
    if day != task.due:
        year.alerts.append(("recomputed", task.matter, task.act, day.isoformat(), 0, task.role))
        task.put(day, today)
