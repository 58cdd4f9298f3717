"""The product at work: two books on one database file, two desks at it, the workflows' part, and one virtual clock."""

from __future__ import annotations

import copy
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from sqlmodel import Session

from activities.conclude import conclude_book
from activities.open_book import open_book
from activities.signatures import BookEnd, BookOpening
from audit.evaluators import Evaluators
from models.opening import Officer, OpenBook
from models.side_stores import Person
from models.values import instant_text
from rules.engine import Network
from rules.errors import EngineError
from rules.evaluator import Evaluator
from tests.domain.books import BookPicture
from tests.domain.days import CALENDAR, UNANNOUNCED, Days, at, day_of
from tests.domain.people import LOGINS, SECURITY, STARTS
from tests.domain.scales import ASKING, PLAIN
from tests.support.clock import StepClock
from tests.support.desks import desk_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from activities.desk import Desk
    from rules.core.rubric import Rubric
    from tests.domain.year_run import YearRun

# With what each knows of the days when it is opened, and the editions of the form that it takes.
CALENDARS: Final = {"somewhere/2021/rehearsal": CALENDAR, "somewhere/2022/rehearsal": UNANNOUNCED}
BOOKS: Final = tuple(CALENDARS)
EDITIONS: Final = dict(zip(BOOKS, (PLAIN, ASKING), strict=True))
OPENED: Final = at(datetime.fromisoformat(STARTS).date(), 8)


class Switch:
    """Whether the rule engine is out of order."""

    broken = False


class Unreliable(Network):
    """Works as long as the switch lets it."""

    def fire(self, values: Sequence[int]) -> tuple[int, ...]:
        fired = super().fire(values)
        if Switch.broken:
            raise EngineError("engine.not-drained")
        return fired


def unreliable(rubric: Rubric, rubric_hash: str) -> Evaluator:
    """An evaluator whose engine can be put out of order."""
    return Evaluator(rubric, rubric_hash, Unreliable)


# Compiled once for all examples: every world asks about the same form.
EVALUATORS: Final = Evaluators(unreliable)


class World:
    """`desk` and `other` are two writers at one database; `books` is the model, `runs` the workflows' part."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.clock = StepClock(OPENED)
        self.desk = desk_at(data, EVALUATORS, self.clock)
        self.other = desk_at(data, EVALUATORS, self.clock)
        self.pool = ThreadPoolExecutor(2)
        self.now = OPENED
        self.requests = 0
        self.done: Counter[str] = Counter()
        self.books = {
            name: BookPicture(name, Days.of(calendar), EDITIONS[name]) for name, calendar in CALENDARS.items()
        }
        self.runs: dict[tuple[str, str], YearRun] = {}

    def close(self) -> None:
        """Let go of the files."""
        self.pool.shutdown()
        for desk in (self.desk, self.other):
            desk.engine.dispose()

    def go_on_as(self, other: World) -> None:
        """Take up the state of a world whose files lie here as a copy."""
        self.now, self.requests, self.clock.now = other.now, other.requests, other.clock.now
        self.books, self.runs = copy.deepcopy((other.books, other.runs))

    def open(self) -> None:
        """Open both books."""
        with Session(self.desk.engine) as session, session.begin():
            session.add_all(Person(actor=actor, login=login, name="某人") for login, actor in LOGINS.items())
        for book in self.books.values():
            opening = OpenBook(
                book=book.id,
                name="某区财政局",
                shift_seconds=0,
                calendar={**CALENDARS[book.id]},
                officers=(Officer(actor=SECURITY, role="security-officer"),),
                opened_on=STARTS,
            )
            open_book(self.desk, BookOpening(happened_at=instant_text(self.now), opening=opening))
            book.own += 1

    def new_request(self) -> str:
        """A request key that nobody has used."""
        self.requests += 1
        return f"request/{self.requests:03d}"

    def pass_time(self, hours: int = 0) -> None:
        """Let the clock go on, with everything that it has to do."""
        before, self.now = self.now, self.now + timedelta(hours=hours)
        self.clock.now = max(self.clock.now, self.now)
        for run in self.runs.values():
            run.climb(self.desk, self.now)
        for book in self.books.values():
            ended = book.ended
            book.pass_time(_moments(before, self.now))
            if book.ended and not ended:
                self._end(book)

    def both(self, work: Callable[[Desk], object]) -> list[object]:
        """Let two writers do something at once; what each answers or raises."""

        def tried(desk: Desk) -> object:
            try:
                return work(desk)
            except Exception as error:  # noqa: BLE001  # whatever it is, the machine compares it
                return error

        return list(self.pool.map(tried, (self.desk, self.other)))

    def _end(self, book: BookPicture) -> None:
        last = max(run.moment for (name, _), run in self.runs.items() if name == book.id)
        call = BookEnd(book=book.id, epoch=book.epoch, happened_at=instant_text(last), departments=len(book.years))
        conclude_book(self.desk, call)


def _moments(before: datetime, now: datetime) -> Iterator[datetime]:
    """Every midnight and every nine o'clock in Shanghai on the way, and where the clock is put."""
    day = day_of(before)
    while at(day) < now:
        yield from (moment for moment in (at(day), at(day, 9)) if before < moment < now)
        day += timedelta(days=1)
    yield now
