"""A year's dates before its notice goes out: what each phase's days are, and what in them deserves a second look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Literal

from deadlines.counting import DayKind, count, kind_of
from deadlines.ladder import Ladder, steps
from deadlines.local_time import end_of_day, local_date
from deadlines.statutory import Term

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deadlines.work_calendar import WorkCalendar

RemarkCode = Literal["opens-on-day-off", "due-on-day-off", "moved", "provisional", "short", "overlap"]

_WORKED: Final = ("working", "make-up")


@dataclass(frozen=True, slots=True)
class PlannedPhase:
    """A phase as its rubric writes it, with days for texts; `answer` is the bureau's, counted from the filing."""

    id: str
    opens: date
    due: Term
    answer: Term | None
    ladder: Ladder


@dataclass(frozen=True, slots=True)
class Marked:
    """A day and what it is."""

    day: date
    kind: DayKind


@dataclass(frozen=True, slots=True)
class Rung:
    """A day on which somebody is reminded or alerted, `days` before or after the due day."""

    kind: Literal["reminder", "overdue"]
    days: int
    on: Marked


@dataclass(frozen=True, slots=True)
class PhaseDates:
    """The dates of one phase: `reached` is where the rule itself ends, `due` where the deadline stands.

    `answer` is due if the filing comes on its last day. `working_days` lie between the opening and the due day, the
    due day included.
    """

    id: str
    opens: Marked
    reached: Marked
    due: Marked
    answer: Marked | None
    provisional: bool
    working_days: int
    rungs: tuple[Rung, ...]


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about a phase's dates that whoever issues them should know; `params` fill its sentence."""

    code: RemarkCode
    phase: str
    params: dict[str, str]


@dataclass(frozen=True, slots=True)
class Preview:
    """The dates of the phases in their order, and the remarks about them."""

    phases: tuple[PhaseDates, ...]
    remarks: tuple[Remark, ...]


def preview(phases: tuple[PlannedPhase, ...], calendar: WorkCalendar, least: int) -> Preview:
    """Lay a year out; a phase with fewer than `least` working days is remarked. Raises DeadlinesError."""
    dated = tuple(_dates(phase, calendar) for phase in phases)
    alone = [remark for phase in dated for remark in _about(phase, least)]
    return Preview(dated, (*alone, *_overlaps(dated)))


def _dates(phase: PlannedPhase, calendar: WorkCalendar) -> PhaseDates:
    counted = count(phase.opens, phase.due.rule, calendar, roll=phase.due.roll)
    opened_at = end_of_day(phase.opens - timedelta(days=1))
    return PhaseDates(
        id=phase.id,
        opens=_marked(phase.opens, calendar),
        reached=_marked(counted.reached, calendar),
        due=_marked(counted.day, calendar),
        answer=None if phase.answer is None else _answer(phase.answer, counted.day, calendar),
        provisional=counted.provisional,
        working_days=_working_days(phase.opens, counted.day, calendar),
        rungs=tuple(
            # An alert is given at the midnight that ends its day.
            Rung(step.kind, step.days, _marked(local_date(step.at - timedelta(seconds=1)), calendar))
            for step in steps(counted.day, phase.ladder, opened_at)
        ),
    )


def _answer(term: Term, filed: date, calendar: WorkCalendar) -> Marked:
    return _marked(count(filed, term.rule, calendar, roll=term.roll).day, calendar)


def _marked(day: date, calendar: WorkCalendar) -> Marked:
    return Marked(day, kind_of(day, calendar))


def _working_days(opens: date, due: date, calendar: WorkCalendar) -> int:
    days = (opens + timedelta(days=offset) for offset in range(1, (due - opens).days + 1))
    return sum(kind_of(day, calendar) in _WORKED for day in days)


def _about(phase: PhaseDates, least: int) -> Iterator[Remark]:
    opens, reached, due = phase.opens, phase.reached, phase.due
    if opens.kind not in _WORKED:
        yield Remark("opens-on-day-off", phase.id, {"day": opens.day.isoformat(), "day_kind": opens.kind})
    if reached.day != due.day:
        shown = {"day": reached.day.isoformat(), "day_kind": reached.kind, "due": due.day.isoformat()}
        yield Remark("moved", phase.id, shown)
    if due.kind not in _WORKED:
        yield Remark("due-on-day-off", phase.id, {"day": due.day.isoformat(), "day_kind": due.kind})
    if phase.provisional:
        yield Remark("provisional", phase.id, {"day": due.day.isoformat()})
    if phase.working_days < least:
        yield Remark("short", phase.id, {"days": str(phase.working_days), "least": str(least)})


def _overlaps(phases: tuple[PhaseDates, ...]) -> Iterator[Remark]:
    for earlier, later in pairwise(phases):
        if later.opens.day <= earlier.due.day:
            shown = {"due": earlier.due.day.isoformat(), "next": later.id, "opens": later.opens.day.isoformat()}
            yield Remark("overlap", earlier.id, shown)
