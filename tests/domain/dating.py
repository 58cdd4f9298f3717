"""What the bureau says of the whole book's dates: a notice that opens phases, an outage that gives days back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from models.date_orders import IssueNotice, RecordOutage
from tests.domain.brought import WORDS
from tests.domain.codes import codes_of, of_the_office
from tests.domain.days import day_of
from tests.domain.form import PHASES
from tests.domain.internal import along, inner
from tests.domain.people import OFFICE
from tests.domain.play import order

if TYPE_CHECKING:
    from datetime import date

    from tests.domain.books import BookPicture
    from tests.domain.model import Year
    from tests.domain.world import World


def notice(world: World, book: BookPicture, number: str, phase: str, who: str = OFFICE) -> frozenset[str]:
    """Put a notice of today on the record; a phase opens on its own day whether there is one or not."""
    today = day_of(world.now)
    codes = (
        of_the_office(world, book, who)
        or codes_of("notice.issued" if number in book.notices else None)
        or codes_of(None if {each.hash for each in book.editions} & book.rubrics else "notice.no-rubric")
        or codes_of(None if phase in PHASES else "notice.no-phase")
    )
    words = IssueNotice(number=number, issued_on=today.isoformat(), title="关于开展自评的通知", opens=(phase,))
    order(world, book, (who, words), codes)
    if not codes:
        book.own += 1
        book.notices[number] = (today - PHASES[phase].opens).days
    return codes


def outage(world: World, book: BookPicture, first: date, last: date, who: str = OFFICE) -> frozenset[str]:
    """The service was down from a day to another: as many working days as it took are given back after it."""
    codes = (
        of_the_office(world, book, who)
        or codes_of("outage.backwards" if last < first else None)
        or codes_of("outage.to-come" if last > day_of(world.now) else None)
    )
    days = {"from_day": first.isoformat(), "to_day": last.isoformat()}
    words = RecordOutage.model_validate({**days, "document": "某财绩〔2021〕12号", "reason": WORDS})
    order(world, book, (who, words), codes)
    if not codes:
        book.own += 1
        for year in book.years.values():
            for matter, day in _put_off(book, year, first, last).items():
                book.extend(year, matter, day, world.now)
    return codes


def _put_off(book: BookPicture, year: Year, first: date, last: date) -> dict[str, date]:
    """By matter the day of what was due within; what is inner goes no further than the department's own."""
    moved: dict[str, date] = {}
    for task in year.tasks:
        if task.open and not year.ended and first <= task.due <= last:
            passed = (first + timedelta(days=number) for number in range((task.due - first).days + 1))
            lost = sum(book.calendar.worked(day) for day in passed)
            moved[task.matter] = book.calendar.after(last, max(1, lost))
    for one in inner(year):
        matter = one.task.matter
        if not year.ended and (one.phase in moved or matter in moved):
            day = along(one, moved, moved.pop(matter, one.task.due))
            moved |= {matter: day} if day > one.task.due else {}
    return moved
