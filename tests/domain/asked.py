"""What is awaited of somebody in the model, until when, and how that ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from tests.domain.counting import Counts


@dataclass
class Asked:
    """An act that is or was awaited, and how that ended."""

    matter: str
    act: str
    round: int
    role: str
    due: date
    since: date
    open: bool = True
    late: int = 0
    ended: datetime | None = None
    # How the day was counted; nothing where somebody named it.
    counts: Counts = ()
    provisional: bool = False
    # Beyond which silence suspends, as far as the year has been told.
    presses: date | None = None
    # The day on which an order moved it last.
    moved_on: date | None = None
    # Who alone may do it, and the office's mark.
    holder: str | None = None
    urgent: bool = False

    # Handed on within the department: the same asking goes on with another act.
    handed_on: bool = False

    @property
    def acts(self) -> tuple[str, ...]:
        """The acts that a document may have given time for: for a filing that was handed on also the other one."""
        return (f"{self.matter}.prepare", f"{self.matter}.file") if self.handed_on else (self.act,)

    def put(self, due: date, today: date) -> None:
        """An order of today gives another day; of its new end nobody is reminded as if it had been known."""
        self.due, self.since, self.moved_on = due, max(self.since, today), today
