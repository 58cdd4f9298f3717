"""Until when an act is asked for: what the rubric gives it, counted from the day since which it is awaited."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from deadlines.deadline import Deadline, due
from deadlines.moves import ACKNOWLEDGEMENT, FINDING, WARNING
from deadlines.rule import CalendarDays, rule_of

if TYPE_CHECKING:
    from deadlines.work_calendar import WorkCalendar
    from rules.core.rubric import Due, Phase

_SELF_EVALUATION = "self-evaluation"
_REVIEW = "review"


class Asking(NamedTuple):
    """In which course and state an act is awaited since a day, and whether it was asked for before (a return)."""

    course: str
    state: str
    since: date
    again: bool = False


def deadline_of(rule: Due, start: date, calendar: WorkCalendar) -> Deadline:
    """When something that starts on a day is due under the rubric's rule."""
    return due(start, rule_of(rule.date, rule.days, rule.kind), calendar, roll=rule.roll)


def asked_until(phase: Phase, asking: Asking, calendar: WorkCalendar) -> Deadline:
    """The deadline under the rubric's words about the phase that the course belongs to.

    The bureau's answer, and a warning, is due as `review` says. A returned filing gets as many days as that again and
    never less than it had; a returned self-evaluation as many as the phase gave at first.
    """
    answer = deadline_of(phase.review or phase.due, asking.since, calendar)
    if asking.state == "filed" or asking.course == WARNING:
        return answer
    if not asking.again or asking.course in (_REVIEW, ACKNOWLEDGEMENT):
        return deadline_of(phase.due, asking.since, calendar)
    if asking.course == FINDING:
        return answer
    if asking.course == _SELF_EVALUATION:
        return _renewed(phase, asking.since, calendar)
    first = deadline_of(phase.due, date.fromisoformat(phase.opens), calendar)
    return max(first, answer, key=lambda deadline: deadline.day)


def _renewed(phase: Phase, day: date, calendar: WorkCalendar) -> Deadline:
    """As much time again as the phase gave at first; a printed date is read as the calendar days until it."""
    if phase.due.date is None:
        return deadline_of(phase.due, day, calendar)
    opens = date.fromisoformat(phase.opens)
    days = (deadline_of(phase.due, opens, calendar).day - opens).days
    return due(day, CalendarDays(max(1, days)), calendar, roll=phase.due.roll)
