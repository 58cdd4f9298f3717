"""A due day that is computed again under a new calendar: what the announcement of a year may change, and what not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from deadlines.deadline import Deadline, due
from deadlines.rule import WorkingDays

if TYPE_CHECKING:
    from deadlines.work_calendar import WorkCalendar

NOTICE_DAYS: Final = 5


@dataclass(frozen=True, slots=True)
class Protected:
    """What a due day may not fall below: `notice` the end of the notice period, `granted` a document's day."""

    notice: date
    granted: date | None = None


def end_of_notice(announced_on: date, days: int, calendar: WorkCalendar) -> date:
    """The day before which nothing that is moved nearer falls due: so many working days after the announcement."""
    return announced_on if days == 0 else due(announced_on, WorkingDays(days), calendar).day


def recomputed(present: date, computed: Deadline, protected: Protected) -> Deadline:
    """The due day after the announcement.

    A later day is taken as it comes. A nearer one is taken only as far as the notice period leaves room, so a day that
    lies within it stays. No day falls below the one that a document granted, which is not provisional.
    """
    nearest = min(present, protected.notice)
    day = max(computed.day, nearest)
    if protected.granted is not None and protected.granted >= day:
        return Deadline(protected.granted, provisional=False)
    return Deadline(day, computed.provisional)
