"""On which day an act comes: some days before it is due, so many days late as the behaviour says, or never."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from deadlines.counting import kind_of

if TYPE_CHECKING:
    from app.behaviour import Behaviour
    from deadlines.work_calendar import WorkCalendar

_WORKED: Final = ("working", "make-up")


class OwnDays:
    """The days of one behaviour under one work calendar."""

    def __init__(self, behaves: Behaviour, calendar: WorkCalendar) -> None:
        self._behaves = behaves
        self._calendar = calendar

    def day(self, act: str, earliest: date, due: date) -> date | None:
        """When the act is done, never before `earliest`; None when it never is."""
        return None if act in self._behaves.never else self.of(act, earliest, due)

    def of(self, act: str, earliest: date, due: date, *, again: bool = False) -> date:
        """The same for an act that does come; what is done `again` after a return is never late."""
        late = 0 if again else self._behaves.late.get(act, 0)
        if late:
            return max(earliest, due + timedelta(late))
        return self._working(max(earliest, due - timedelta(self._behaves.ahead)), earliest)

    def _working(self, day: date, earliest: date) -> date:
        """The last day of work up to a day; the day itself where there is none since `earliest`."""
        back = day
        while back > earliest and kind_of(back, self._calendar) not in _WORKED:
            back -= timedelta(1)
        return back if kind_of(back, self._calendar) in _WORKED else day
