"""What a row measures and how it is scored: metrics (指标值) and shapes (计分方式) as typed data.

Numbers are Fractions: "5%" is 1/20. `rules.core.rubric` gives these types out together with the rest of a rubric.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from rules.core.facts import Category
from rules.core.interval import Interval


@dataclass(frozen=True, slots=True)
class Clause:
    """Our restatement of the rule in the field's terms, with its place in the document; the printed formula apart.

    `printed_inverted` says why the row does not follow a formula that the document prints upside down; its terms then
    stay as they are printed.
    """

    text: str
    place: str
    numerator: str | None = None
    denominator: str | None = None
    printed_inverted: str | None = None


@dataclass(frozen=True, slots=True)
class Ratio:
    """`of` divided by `to`, two inputs of one unit."""

    of: str
    to: str


@dataclass(frozen=True, slots=True)
class Pace:
    """Progress against time (序时进度): (`of` / `to`) / (`month` / 12)."""

    of: str
    to: str
    month: str


@dataclass(frozen=True, slots=True)
class Growth:
    """Growth over a base (增长率): (`of` - `base`) / `base`, two inputs of one unit; below zero when it shrank."""

    of: str
    base: str


@dataclass(frozen=True, slots=True)
class Mean:
    """The mean of a series input, each term taken as `cap` at most before anything is added."""

    of: str
    cap: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Metric:
    """The measured quantity, before any shape: exactly one of the six."""

    value: str | None = None
    ratio: Ratio | None = None
    pace: Pace | None = None
    share_met: bool = False
    growth: Growth | None = None
    mean: Mean | None = None


@dataclass(frozen=True, slots=True)
class Band:
    """One band of a piecewise row: an interval of the metric and what it is worth.

    `result` is "full", "zero", "proportional" (metric x points), "points X" or "share P%" (P % of the points).
    """

    id: str
    when: Interval
    result: str


@dataclass(frozen=True, slots=True)
class Piecewise:
    """Bands that own every value of the metric exactly once."""

    metric: Metric
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class Steps:
    """`deduct` points for every full `each` (included) by which the metric exceeds `start`; not below zero."""

    metric: Metric
    each: Fraction
    deduct: Fraction
    start: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Item:
    """One question of a checklist; `not_applicable` says what "not-applicable" is worth, or forbids that answer."""

    id: str
    name: str
    points: Fraction
    input: str
    not_applicable: Literal["full", "zero"] | None = None


@dataclass(frozen=True, slots=True)
class Checklist:
    """The sum of its items: yes earns the item's points, no earns none."""

    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """A person's judgement in points (酌情): a deduction from full marks, or the score itself."""

    input: str
    counts: Literal["deduction", "score"]


@dataclass(frozen=True, slots=True)
class Tier:
    """One tier (档次) of a target sentence: the interval of the judged share that belongs to it."""

    id: str
    when: Interval


@dataclass(frozen=True, slots=True)
class Indicators:
    """The sum of the department's own indicators of some categories (of all when `select` is empty).

    Without `bands` an indicator is worth its points when met and nothing when not; `bands` score a quantity by its
    completion rate, `tiers` a sentence by the share that a person judges with a written basis of `basis_length`
    characters or more. `lower_is_better` says how an upper bound is read as a completion rate: target / actual, or
    2 - actual / target. `equals` says whether a target with "=" must be hit exactly or is a rate to be reached.

    `not_applicable` is what an indicator that turned out not to apply is worth, `none_filed` what the row is worth
    when no target was filed for it at all; without it the row is then undecided. An indicator reached at
    `over_completion` or more gets a remark: its target was probably set too low.
    """

    not_applicable: Literal["full", "zero"]
    over_completion: Fraction | None = None
    select: tuple[Category, ...] = ()
    bands: tuple[Band, ...] = ()
    lower_is_better: Literal["inverse", "linear"] = "inverse"
    equals: Literal["exact", "at-least"] = "exact"
    tiers: tuple[Tier, ...] = ()
    basis_length: int = 10
    none_filed: Literal["zero"] | None = None

    def owns(self, category: Category | None) -> bool:
        """Whether an indicator of this category belongs to the row."""
        return not self.select or category in self.select


@dataclass(frozen=True, slots=True)
class IncidentClass:
    """One kind of incident: `input` counts them, each costs `each` points, all together `cap` at most."""

    id: str
    name: str
    input: str
    each: Fraction
    cap: Fraction | None = None


@dataclass(frozen=True, slots=True)
class PriceBand:
    """A size of the population and its price: `factor` times the class's own, or `each` instead of it."""

    id: str
    when: Interval
    factor: Fraction | None = None
    each: Fraction | None = None


@dataclass(frozen=True, slots=True)
class PriceTiers:
    """Prices by the size of the population that could have had incidents."""

    input: str
    bands: tuple[PriceBand, ...]


@dataclass(frozen=True, slots=True)
class Incidents:
    """Points less a price for every incident, not below zero."""

    classes: tuple[IncidentClass, ...]
    tiers: PriceTiers | None = None
