"""What is watched while the year runs (绩效运行监控): rules on spending and indicators, and what silence leads to."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from rules.core.interval import Interval
from rules.core.records import LEFT_OUT
from rules.core.shapes import Clause, Metric, Ratio


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour of the warning scale and the interval of the metric that has it."""

    colour: Literal["red", "yellow", "green", "blue"]
    when: Interval


@dataclass(frozen=True, slots=True)
class PaceRule:
    """A monitoring rule on the department's spending."""

    id: str
    name: str
    metric: Metric
    colours: tuple[Colour, ...]
    clause: Clause | None = None


@dataclass(frozen=True, slots=True)
class IndicatorPaceRule:
    """A monitoring rule on every indicator whose profile is linear: (actual / target) / (month / 12)."""

    id: str
    name: str
    month: str
    colours: tuple[Colour, ...]
    clause: Clause | None = None


@dataclass(frozen=True, slots=True)
class Floor:
    """From this month on at least this share of the budget is to be spent, until the next floor's month."""

    month: int
    least: Fraction


@dataclass(frozen=True, slots=True)
class FloorRule:
    """Floors of spending by month: below the latest floor the rule warns; before the first one nobody is warned.

    `month` names the input that says up to which month the figures go.
    """

    id: str
    name: str
    ratio: Ratio
    month: str
    floors: tuple[Floor, ...]
    colour: Literal["red", "yellow"] = "red"
    clause: Clause | None = None


@dataclass(frozen=True, slots=True)
class GapRule:
    """A rule on every indicator whose profile is linear and whose target is to be reached (≥).

    It warns where what was reached of the target and what was spent of the budget are more than `apart` from each
    other, either way round: "10%" are ten points. Exactly so far apart is not yet too far.
    """

    id: str
    name: str
    ratio: Ratio
    apart: Fraction
    colour: Literal["red", "yellow"] = "yellow"
    clause: Clause | None = None


@dataclass(frozen=True, slots=True)
class Suspend:
    """A warning that is unanswered so many days after its due day suspends what it is about (暂停执行)."""

    days: int
    kind: Literal["calendar", "working"] = "working"


@dataclass(frozen=True, slots=True)
class Monitoring:
    """What is watched in mid-year (绩效运行监控). Green raises no warning; without `suspend` nothing is suspended."""

    spending: tuple[PaceRule, ...] = ()
    indicators: tuple[IndicatorPaceRule, ...] = ()
    floors: tuple[FloorRule, ...] = field(default=(), metadata=LEFT_OUT)
    gaps: tuple[GapRule, ...] = field(default=(), metadata=LEFT_OUT)
    suspend: Suspend | None = field(default=None, metadata=LEFT_OUT)
