"""What scoring answers: every row with its reason, the total, and what fired. Pure data, the same on any machine."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from rules.core.facts import Origin
from rules.core.records import LEFT_OUT

State = Literal["decided", "undecided"]
Basis = Literal["recomputed", "stated", "claimed", "none"]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, without a language: the catalogue's key ("reason." + code) and the blanks of its sentence."""

    code: str
    params: dict[str, str]


@dataclass(frozen=True, slots=True)
class Figure:
    """A fact that was used: its input or indicator, as filed."""

    input: str
    name: str
    value: str
    unit: str
    origin: Origin
    place: str


@dataclass(frozen=True, slots=True)
class Unfired:
    """Another branch of the same rule family, and the comparison that kept it from firing."""

    rule: str
    because: str


@dataclass(frozen=True, slots=True)
class RowScore:
    """One row's outcome. Decimals are text ("1.87"); `score` and `lost` are None while undecided.

    `points` is what the row can earn. `rules` lists what fired for it, `arithmetic` shows the computation with its
    unrounded result ("15042.65 ÷ 16061.02 × 2 = 1.87318738…"), `exact` is that result as "numerator/denominator".
    `leaf` is False for groups; `parent` is the group's id, "" at the top. `claimed` is the document's claim, if it
    makes one; it stands beside the score and in no sum.
    """

    id: str
    name: str
    parent: str
    leaf: bool
    bonus: bool
    points: str
    score: str | None
    lost: str | None
    state: State
    basis: Basis
    claimed: str | None
    rules: tuple[str, ...]
    reason: Reason
    clause: str | None
    clause_place: str | None
    figures: tuple[Figure, ...]
    arithmetic: str
    exact: str | None
    unfired: tuple[Unfired, ...]
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Remark:
    """A contradiction or a risk that costs no points: the rule that fired and why."""

    id: str
    rows: tuple[str, ...]
    reason: Reason


@dataclass(frozen=True, slots=True)
class PaceWarning:
    """A monitoring warning (预警): the rule, what it is about (an indicator's id or "" for spending), its colour."""

    rule: str
    about: str
    name: str
    colour: Literal["red", "yellow", "blue"]
    reason: Reason
    arithmetic: str


@dataclass(frozen=True, slots=True)
class Adjustment:
    """What a rule did to the total after the sum, in the order in which it was done.

    `change` is the decimal text that was added ("-2", "-1.31", "0"), None while undecided. `most` is what a cap lets
    the total be, None for a flat penalty and for a band without a cap.
    """

    id: str
    name: str
    rules: tuple[str, ...]
    change: str | None
    most: str | None
    reason: Reason
    clause: str | None
    clause_place: str | None
    figures: tuple[Figure, ...]
    arithmetic: str
    unfired: tuple[Unfired, ...]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One scoring. `total` sums the rounded decided leaf rows; `of` is the points that they cover.

    `attainable` is `of` without bonus rows. `grade` is None while any row is undecided. `fired` is every rule that
    fired, in the rubric's order. `adjustments` are already in the total; they are not written while there are none.
    """

    rubric: str
    version: int
    rubric_hash: str
    semantics: int
    department: str
    rows: tuple[RowScore, ...]
    total: str
    of: str
    attainable: str
    grade: str | None
    remarks: tuple[Remark, ...]
    fired: tuple[str, ...]
    adjustments: tuple[Adjustment, ...] = field(default=(), metadata=LEFT_OUT)


@dataclass(frozen=True, slots=True)
class MonitoringEvaluation:
    """One mid-year reading: the warnings, and every rule that fired (green ones too)."""

    rubric: str
    version: int
    rubric_hash: str
    semantics: int
    department: str
    warnings: tuple[PaceWarning, ...]
    fired: tuple[str, ...]
