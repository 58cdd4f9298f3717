"""Facts as filed: figures, statements, what the system witnessed or counted; each with its origin and place.

Values stay the text that was filed. `rules.core.admission` checks them against a rubric before anything is scored.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from rules.core.records import LEFT_OUT

Origin = Literal["figure", "statement", "witnessed", "scenario", "counted"]
Judgement = Literal["yes", "no", "not-applicable"]
Category = Literal["output", "benefit", "satisfaction"]


@dataclass(frozen=True, slots=True)
class Fact:
    """The value of one input of the rubric. `place` is where the document prints it, or who witnessed it.

    Where the input has a clock the value may be two days, "2022-10-08/2022-10-20", or "2022-10-08/" for what is not
    done: the system counts them, and what is scored is its answer, of the origin `counted`.
    A series is its terms in order, "99.1,98.2"; a term that is not known is left empty, "99.1,,97".
    """

    input: str
    value: str
    origin: Origin
    place: str
    unit: str = ""
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """A main task of the department's year, under which its indicators stand."""

    id: str
    name: str
    place: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """One of the department's own targets (绩效指标), filed in the target phase.

    With a `comparator` the target is a number in `unit`; without one it is a sentence that a person judges.
    `profile` says how progress is expected: spread over the year, or reached only at its end. `category` (产出, 效益,
    满意度) is asked for by rubrics that score the categories in rows of their own. `last_actual` is what last year came
    to, in the same unit: no score depends on it, it only shows a target that is far from it.
    """

    id: str
    task: str
    name: str
    points: str
    origin: Origin
    place: str
    comparator: Literal[">=", "<=", "="] | None = None
    target: str | None = None
    unit: str = ""
    profile: Literal["linear", "year-end"] = "year-end"
    category: Category | None = field(default=None, metadata=LEFT_OUT)
    last_actual: str | None = field(default=None, metadata=LEFT_OUT)


@dataclass(frozen=True, slots=True)
class Result:
    """What became of an indicator: `actual` in the target's unit, or `met` as a statement.

    Where the rubric has tiers a sentence is judged by the `share` of it that was done ("85%") instead, with a written
    `basis`. The basis decides a score, so it is kept in the open and must name no person.

    `applies` is "no" when the indicator turned out to have no object; what that is worth, the rubric says.
    """

    indicator: str
    origin: Origin
    place: str
    actual: str | None = None
    unit: str = ""
    met: Literal["yes", "no"] | None = None
    applies: Literal["yes", "no"] = "yes"
    note: str | None = None
    share: str | None = field(default=None, metadata=LEFT_OUT)
    basis: str | None = field(default=None, metadata=LEFT_OUT)


@dataclass(frozen=True, slots=True)
class Claim:
    """A row's score that the document only claims: shown beside the rule score, never in it."""

    row: str
    score: str
    place: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that a department has filed for one year."""

    department: str
    facts: tuple[Fact, ...] = ()
    tasks: tuple[Task, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    results: tuple[Result, ...] = ()
    claims: tuple[Claim, ...] = ()
