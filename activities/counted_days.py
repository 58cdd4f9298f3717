"""Two days in the place of a judgement: counted by a work calendar, in time or not (法定期限); pure, without a book."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from deadlines.errors import DeadlinesError
from deadlines.rule import day_of, rule_of
from deadlines.statutory import ClockReading, Term, read_clock
from rules.core.admit_facts import ANSWERS
from rules.core.errors import FactsError, Problem

if TYPE_CHECKING:
    from datetime import date

    from deadlines.work_calendar import WorkCalendar
    from rules.core.facts import Fact, Facts
    from rules.core.inputs import Clock
    from rules.core.records import Path
    from rules.core.rubric import Rubric

_TYPED: Final = ("figure", "statement", "scenario")


class Counting(NamedTuple):
    """By which calendar, and on which day, it is looked."""

    calendar: WorkCalendar
    today: date


class _Days(NamedTuple):
    """The day on which something began, and on which it was done; None for what is not done."""

    started: date
    done: date | None


def answered(rubric: Rubric, facts: Facts, counting: Counting, own: int | None = None) -> Facts:
    """The facts with an answer in the place of two days, wherever the rubric has a clock. Raises FactsError.

    Only the first `own` facts are looked at, all of them when it is None: the others stand on the record already.
    """
    found = [_answered(rubric, fact, counting, ("facts", place)) for place, fact in enumerate(facts.facts[:own])]
    problems = tuple(one for one in found if isinstance(one, Problem))
    if problems:
        raise FactsError(problems)
    own_facts = tuple(one for one in found if not isinstance(one, Problem))
    return replace(facts, facts=(*own_facts, *facts.facts[len(found) :]))


def has_clocks(rubric: Rubric) -> bool:
    """Whether any judgement of the rubric may be filed as two days."""
    return rubric.once(_clocks)


def _clocks(rubric: Rubric) -> bool:
    return any(declared.clock is not None for declared in rubric.inputs.values())


def _answered(rubric: Rubric, fact: Fact, counting: Counting, path: Path) -> Fact | Problem:
    declared = rubric.inputs.get(fact.input)
    if fact.origin == "counted":
        return Problem("facts.counted-origin", (*path, "origin"), input=fact.input)
    if declared is None or declared.clock is None or fact.origin not in _TYPED or fact.value in ANSWERS:
        return fact
    days = _days(fact.value)
    if days is None:
        return Problem("facts.bad-clock", (*path, "value"), input=fact.input, value=fact.value)
    impossible = _impossible(fact, days, counting.today, (*path, "value"))
    return impossible or _counted(fact, declared.clock, days, counting, (*path, "value"))


def _days(text: str) -> _Days | None:
    """Two days with a stroke between them; None for anything else."""
    started, stroke, done = text.partition("/")
    try:
        return _Days(day_of(started), day_of(done) if done else None) if stroke else None
    except DeadlinesError:
        return None


def _impossible(fact: Fact, days: _Days, today: date, path: Path) -> Problem | None:
    """Days that cannot be: the second before the first, or one that has not come yet."""
    latest = days.done or days.started
    if latest < days.started:
        named = {"started": days.started.isoformat(), "done": latest.isoformat()}
        return Problem("facts.clock-backwards", path, input=fact.input, **named)
    if max(latest, days.started) > today:
        named = {"day": latest.isoformat(), "today": today.isoformat()}
        return Problem("facts.clock-future", path, input=fact.input, **named)
    return None


def _counted(fact: Fact, clock: Clock, days: _Days, counting: Counting, path: Path) -> Fact | Problem:
    term = Term(rule_of(None, clock.days, clock.kind), clock.roll)
    reading = read_clock(days.started, term, counting.calendar, done=days.done, today=counting.today)
    if reading.in_time is None:
        due = reading.counted.day.isoformat()
        return Problem("facts.clock-running", path, input=fact.input, started=days.started.isoformat(), due=due)
    shown = _shown(clock, days, reading, counting.today)
    answer = "yes" if reading.in_time else "no"
    return replace(fact, value=answer, origin="counted", place=f"{fact.place} [{shown}]")


def _shown(clock: Clock, days: _Days, reading: ClockReading, today: date) -> str:
    """Both days, the due day and the days late; until when it was looked for what is not done, and years guessed."""
    until = f"done={days.done}" if days.done else f"done=- looked={today}"
    said = f"{clock.term} from={days.started} {until} due={reading.counted.day} late={reading.days_late}"
    if not reading.counted.provisional:
        return said
    guessed = sorted({str(one.day.year) for one in reading.counted.passed if not one.announced})
    return f"{said} provisional={','.join(guessed)}"
