"""A rubric (评分标准) as typed data: what its canonical JSON means.

Every scalar of the canonical JSON is text as it stands in the file; `rules.core.reading` turns it into these types.
Numbers are Fractions: "5%" is 1/20. Identifiers are lower-case ASCII with hyphens (inputs: underscores).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from rules.core.adjust import Adjust, CapBand, CapTotal, Flat
from rules.core.agreement import Check, Limit, Precheck, TargetRules
from rules.core.demand import Demand
from rules.core.inputs import Input, InputType, Witnessed
from rules.core.interval import Interval
from rules.core.monitoring import Colour, Floor, FloorRule, GapRule, IndicatorPaceRule, Monitoring, PaceRule, Suspend
from rules.core.once import Once
from rules.core.records import LEFT_OUT
from rules.core.shapes import (
    Band,
    Checklist,
    Clause,
    Growth,
    IncidentClass,
    Incidents,
    Indicators,
    Item,
    Judged,
    Mean,
    Metric,
    Pace,
    Piecewise,
    PriceBand,
    PriceTiers,
    Ratio,
    Steps,
    Tier,
)
from rules.core.tiers import Results

__all__ = [
    "Adjust",
    "Applies",
    "Band",
    "CapBand",
    "CapTotal",
    "Check",
    "Checklist",
    "Clause",
    "Colour",
    "Document",
    "Due",
    "Escalation",
    "Flat",
    "Floor",
    "FloorRule",
    "GapRule",
    "Grade",
    "Growth",
    "IncidentClass",
    "Incidents",
    "IndicatorPaceRule",
    "Indicators",
    "Input",
    "InputType",
    "Item",
    "Judged",
    "Limit",
    "Mean",
    "Metric",
    "Monitoring",
    "Pace",
    "PaceRule",
    "Phase",
    "Piecewise",
    "Precheck",
    "PriceBand",
    "PriceTiers",
    "Ratio",
    "Results",
    "Rounding",
    "Row",
    "Rubric",
    "Steps",
    "Suspend",
    "TargetRules",
    "Tier",
    "Witnessed",
]


@dataclass(frozen=True, slots=True)
class Document:
    """Where the rubric comes from: the issued document, and what is inferred rather than printed."""

    title: str
    number: str | None = None
    place: str | None = None
    inferred: str | None = None


@dataclass(frozen=True, slots=True)
class Rounding:
    """Decimals after rounding half up: `rows` for each leaf row, `total` for the total of the rounded rows."""

    rows: int
    total: int


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade (评价等级) and the least total that earns it, included."""

    name: str
    least: Fraction


@dataclass(frozen=True, slots=True)
class Row(Once):
    """A row of the rubric: a group when it has `rows`, else a leaf (三级指标) with exactly one shape.

    `bonus` rows (加减分) can be earned only by an award, so they stand outside what is attainable without one.
    `inferred` says which points or bounds are ours rather than printed, and why.
    """

    id: str
    name: str
    points: Fraction
    rows: tuple[Row, ...] = ()
    clause: Clause | None = None
    evidence: tuple[str, ...] = ()
    demands: tuple[Demand, ...] = field(default=(), metadata=LEFT_OUT)
    bonus: bool = False
    inferred: str | None = None
    piecewise: Piecewise | None = None
    steps: Steps | None = None
    checklist: Checklist | None = None
    judged: Judged | None = None
    indicators: Indicators | None = None
    incidents: Incidents | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline: a printed date, or days (calendar or working) after the phase opens.

    With `roll` an end on a day off moves to the next working day.
    """

    date: str | None = None
    days: int | None = None
    kind: Literal["calendar", "working"] = "calendar"
    roll: bool = False


@dataclass(frozen=True, slots=True)
class Escalation:
    """An alert to somebody else: `days` after the deadline to the role `to`; `owner` is the role that has to act."""

    days: int
    to: Literal["owner", "approver", "reviewer", "leadership"]


@dataclass(frozen=True, slots=True)
class Phase:
    """A phase of the cycle: when it opens (ISO date), when its first act and the bureau's answer are due.

    A year may be monitored several times: each window after the first says by `window` up to which month (YYYY-MM).

    `due` counts from the opening, `review` from the first act; no `review` means that nobody has to answer.
    `reminders` are days before the deadline (0: the morning of its day), said to whoever has to act; `overdue` days
    after it on which the performance office is alerted; `escalation` tells others as well. A deadline that is
    computed again when a year is announced moves no nearer than `notice_days` working days after the announcement.
    """

    id: Literal["targets", "monitoring", "self-evaluation", "review", "rectification"]
    name: str
    opens: str
    due: Due
    review: Due | None = None
    reminders: tuple[int, ...] = (7, 3, 1)
    overdue: tuple[int, ...] = (0, 3, 10)
    notice_days: int = 5
    escalation: tuple[Escalation, ...] = ()
    inferred: str | None = None
    window: str | None = field(default=None, metadata=LEFT_OUT)

    @property
    def matter(self) -> str:
        """The name under which a department's year runs through it: "targets", "monitoring", "monitoring/2025-10"."""
        return self.id if self.window is None else f"{self.id}/{self.window}"


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """How long a department may take to confirm its final score (确认) or dispute rows of it (异议).

    `days` count from the review's conclusion, `answer_days` from the dispute until the bureau has to answer.
    With `silence` whoever says nothing in time counts as having confirmed. `reminders` and `overdue` are a phase's.
    """

    days: int = 10
    answer_days: int = 10
    kind: Literal["calendar", "working"] = "working"
    silence: bool = False
    reminders: tuple[int, ...] = (3, 1)
    overdue: tuple[int, ...] = (0, 3, 10)


@dataclass(frozen=True, slots=True)
class Applies:
    """For whom this variant of the form is: those whose `input` lies in `when`; `otherwise` names the other variant."""

    input: str
    when: Interval
    otherwise: str


@dataclass(frozen=True, slots=True)
class Rubric(Once):
    """A whole rubric. `schema` is the form of the file, `semantics` the frozen meaning of its words."""

    schema: int
    semantics: int
    id: str
    version: int
    name: str
    issuer: str
    year: int
    variant: str
    document: Document
    points: Fraction
    rounding: Rounding
    grades: tuple[Grade, ...]
    inputs: dict[str, Input]
    rows: tuple[Row, ...]
    checks: tuple[Check, ...] = ()
    monitoring: Monitoring = field(default_factory=Monitoring)
    phases: tuple[Phase, ...] = ()
    applies: Applies | None = None
    adjust: Adjust | None = None
    acknowledgement: Acknowledgement | None = field(default=None, metadata=LEFT_OUT)
    results: Results | None = field(default=None, metadata=LEFT_OUT)
    precheck: Precheck | None = field(default=None, metadata=LEFT_OUT)
    targets: TargetRules | None = field(default=None, metadata=LEFT_OUT)

    def leaves(self) -> tuple[Row, ...]:
        """All leaf rows in the rubric's order."""
        return self.once(_leaves)


def _leaves(rubric: Rubric) -> tuple[Row, ...]:
    def walk(rows: tuple[Row, ...]) -> list[Row]:
        return [leaf for row in rows for leaf in (walk(row.rows) if row.rows else [row])]

    return tuple(walk(rubric.rows))
