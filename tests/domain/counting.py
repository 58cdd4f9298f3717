"""How the model counts a day: in a calendar of its own, so that it can count again when the days are announced."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, TypeAlias

from tests.domain.days import Days, day_of
from tests.domain.form import PHASES

# What nothing that is moved nearer falls below: so many working days after it was said.
NOTICE: Final = 5


@dataclass(frozen=True)
class Count:
    """So many days after a start, worked ones or all; none for a printed day."""

    start: date
    days: int = 0
    working: bool = False

    def until(self, calendar: Days) -> tuple[date, bool]:
        """The day, and whether it was counted over days that nobody has announced yet."""
        if not self.working:
            return self.start + timedelta(days=self.days), False
        end = calendar.after(self.start, self.days)
        passed = (self.start + timedelta(days=number + 1) for number in range((end - self.start).days))
        return end, any(day.year not in calendar.years for day in passed)


# The latest of these days; of equal ones the first.
Counts: TypeAlias = tuple[Count, ...]


def latest(counts: Counts, calendar: Days) -> tuple[date, bool]:
    """The latest of the days, and whether it is provisional."""
    return max((count.until(calendar) for count in counts), key=lambda found: found[0])


def counted_again(counts: Counts, calendar: Days, had: date, today: date, *, kept: bool = False) -> tuple[date, bool]:
    """A later day is taken; a nearer one only as far as there is notice of it, and not at all where it is `kept`."""
    day, provisional = latest(counts, calendar)
    room = had if kept else calendar.after(today, NOTICE)
    return (max(day, min(had, room)) if day < had else day), provisional


def first_due(phase: str) -> Counts:
    """When a phase's first act is due."""
    days = PHASES[phase]
    return (Count(days.opens, days.span, working=True) if days.working else Count(days.first_due),)


def answer_due(phase: str, moment: datetime) -> Counts:
    """When the other side has to answer what came in at a moment."""
    answer = PHASES[phase].answer
    assert answer is not None
    return (Count(day_of(moment), answer, working=True),)


def due_anew(phase: str, moment: datetime) -> Counts:
    """When a phase's first act is due if its time begins anew at a moment."""
    days = PHASES[phase]
    return (Count(day_of(moment), days.span, days.working),)
