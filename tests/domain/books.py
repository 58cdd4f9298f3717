"""The picture of a whole book: its years, posts, epoch and length."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from models.commands import Act, BureauOrder
from models.receipts import Receipt
from tests.domain.days import Days, day_of
from tests.domain.internal import put
from tests.domain.model import Year
from tests.domain.people import Posts
from tests.domain.sample import Drawn
from tests.domain.scales import Proposed, Scale

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime


@dataclass(frozen=True)
class Sent:
    """A request that was carried out, and the receipt that it got."""

    department: str | None
    request: Act | BureauOrder
    receipt: Receipt


@dataclass(frozen=True)
class Leave:
    """What an open addendum lets be corrected: records about the department, or any where none is named."""

    department: str | None
    corrections: bool

    def covers(self, department: str) -> bool:
        """Whether a correction about the department may be written."""
        return self.corrections and self.department in (None, department)


@dataclass
class BookPicture:
    """One book as it must stand; `own` counts the records about no department."""

    id: str
    calendar: Days
    # The editions of the form that its years may run under; the first one first.
    editions: tuple[Scale, Scale]
    years: dict[str, Year] = field(default_factory=dict)
    posts: Posts = field(default_factory=Posts)
    sent: list[Sent] = field(default_factory=list)
    rubrics: set[str] = field(default_factory=set)
    own: int = 0
    epoch: int = 1
    ended: bool = False
    seals: list[int] = field(default_factory=list)
    addenda: list[Leave] = field(default_factory=list)
    draws: list[Drawn] = field(default_factory=list)
    notices: dict[str, int] = field(default_factory=dict)
    erasures: list[tuple[str, bool]] = field(default_factory=list)
    switches: list[Proposed] = field(default_factory=list)

    @property
    def leave(self) -> Leave | None:
        """The addendum that is open: each but the first seal has ended one."""
        return self.addenda[-1] if self.addenda and len(self.addenda) == len(self.seals) else None

    @property
    def records(self) -> int:
        """How many records the book holds."""
        return self.own + sum(year.records for year in self.years.values())

    def pass_time(self, moments: Iterator[datetime]) -> None:
        """Let every year see these moments; the book ends with the last year."""
        for moment in moments:
            for year in self.years.values():
                year.pass_time(moment)
        if self.years and not self.ended and all(year.ended for year in self.years.values()):
            self.ended = True
            self.own += 1

    def extend(self, year: Year, matter: str, due: date, received: datetime) -> None:
        """A document puts the open task of a matter off; of its new end nobody is reminded as if it had been known."""
        task = year.task(matter)
        assert task is not None
        year.records += 1
        year.extensions.append((matter, task.act, task.round, task.due.isoformat(), due.isoformat()))
        year.alerts.append(("extended", matter, task.act, due.isoformat(), 0, task.role))
        put(year, task, due, day_of(received))
        task.provisional = False
