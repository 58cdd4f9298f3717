"""Made-up departments for any rubric: figures that often fall on a bound or one unit beside it, some missing."""

from __future__ import annotations

from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING, Literal, get_args

from rules.core.facts import Fact, Facts, Indicator, Judgement, Result, Task
from rules.core.numbers import plain

if TYPE_CHECKING:
    from random import Random

    from rules.core.facts import Origin
    from rules.core.interval import Interval
    from rules.core.rubric import Input, Metric, Rubric

_HALF = 0.5
_UNIT = Fraction(1, 10**6)
_COUNTS = (0, 1, 2, 4, 5, 8)
_COMPARATORS: tuple[Literal[">=", "<=", "="] | None, ...] = (">=", ">=", "<=", "=", None)
_MET: tuple[Literal["yes", "no"] | None, ...] = ("yes", "no", None)
_TARGETS = ("100", "30", "0.5", "0", "-4")


class Departments:
    """Draws the facts of departments that admission lets pass, from a seeded `random`."""

    def __init__(self, rubric: Rubric, random: Random, missing: float = 0.02) -> None:
        self._rubric = rubric
        self._random = random
        self._missing = missing
        self._metrics = [(metric, bounds) for metric, bounds in _metrics(rubric) if metric.ratio or metric.pace]
        self._most = {row.judged.input: row.points for row in rubric.leaves() if row.judged is not None}
        self._pools = {name: self._pool(name, each) for name, each in rubric.inputs.items()}

    def draw(self) -> Facts:
        """The facts of one department."""
        choice, chance = self._random.choice, self._random.random
        drawn = {name: choice(pool) for name, pool in self._pools.items() if chance() >= self._missing}
        for metric, bounds in self._metrics:
            if chance() < _HALF:
                self._aim(metric, choice(bounds), drawn)
        indicators = self._indicators()
        results = tuple(self._result(each) for each in indicators if chance() >= self._missing)
        tasks = (Task("main", "主要任务", "第1页"),) if indicators else ()
        return Facts("play", tuple(fact for _, fact in drawn.values()), tasks, indicators, results)

    def _pool(self, name: str, wanted: Input) -> list[tuple[Fraction, Fact]]:
        """Facts to choose from, each with its figure: every bound of the rubric, one unit beside it, and others."""
        if wanted.type == "judgement":
            origin: Origin = "figure" if wanted.witnessed is None else "witnessed"
            answers = _answers(self._rubric, name)
            return [(Fraction(0), Fact(name, answer, origin, "第1页")) for answer in answers]
        return [(figure, self._fact(name, figure)) for figure in self._figures(name, wanted)]

    def _figures(self, name: str, wanted: Input) -> list[Fraction]:
        least = Fraction(0) if wanted.least is None else wanted.least
        limits = [most for most in (wanted.most, self._most.get(name)) if most is not None]
        sums = {check.equals for check in self._rubric.checks if name in check.sum}
        if wanted.type in ("count", "year"):
            few = range(int(least), int(min(limits, default=least + 12)) + 1)
            return [Fraction(each) for each in few] + [end + beside for end in sums for beside in (-1, 0, 1)]
        ends = {end for _, bounds in _metrics(self._rubric) for end in bounds} | sums | {least, *limits, Fraction(0)}
        near = [end + beside * _UNIT / 100 for end in sorted(ends) for beside in (-1, 0, 1)]
        others = [Fraction(self._random.randrange(300_000_000), 10**4) for _ in near]
        return [max(least, min([each, *limits])) for each in near + others]

    def _aim(self, metric: Metric, bound: Fraction, drawn: dict[str, tuple[Fraction, Fact]]) -> None:
        """Put the numerator on the bound or one unit beside it, where its text can hold that."""
        below = (metric.ratio.to,) if metric.ratio else (metric.pace.to, metric.pace.month) if metric.pace else ()
        over = metric.ratio.of if metric.ratio else metric.pace.of if metric.pace else ""
        if over not in drawn or any(name not in drawn for name in below):
            return
        base = prod((drawn[name][0] for name in below), start=bound) / (12 if metric.pace else 1)
        wished = base + self._random.choice((-1, 0, 1)) * _UNIT
        if wished >= 0 and 10**6 % wished.denominator == 0:
            drawn[over] = (wished, self._fact(over, wished))

    def _fact(self, name: str, figure: Fraction) -> Fact:
        wanted = self._rubric.inputs[name]
        printed = figure * 100 if wanted.type == "percent" else figure
        return Fact(name, _text(printed), "figure", "第1页", wanted.unit)

    def _indicators(self) -> tuple[Indicator, ...]:
        row = next((row for row in self._rubric.leaves() if row.indicators is not None), None)
        count = self._random.choice(_COUNTS)
        return tuple(self._indicator(number, row.points / count if row else Fraction(1)) for number in range(count))

    def _indicator(self, number: int, points: Fraction) -> Indicator:
        comparator = self._random.choice(_COMPARATORS)
        target = None if comparator is None else self._random.choice(_TARGETS)
        profile: Literal["linear", "year-end"] = "linear" if self._random.random() < _HALF else "year-end"
        return Indicator(
            f"i-{number}", "main", "指标", plain(points), "figure", "第1页", comparator, target, "次", profile
        )

    def _result(self, indicator: Indicator) -> Result:
        applies: Literal["yes", "no"] = "no" if self._random.random() < 0.1 else "yes"  # noqa: PLR2004  # one in ten has no object
        if indicator.comparator is None:
            met = self._random.choice(_MET)
            return Result(indicator.id, "statement", "第2页", met=met, applies=applies)
        target = Fraction(indicator.target or 0)
        factor = self._random.choice((Fraction(1), Fraction(13, 10), Fraction(self._random.randrange(200), 100)))
        actual = target * factor + self._random.choice((-1, 0, 0, 1)) * _UNIT
        return Result(indicator.id, "figure", "第2页", _text(actual), indicator.unit, applies=applies)


def _text(figure: Fraction) -> str:
    """The figure with at most six decimals, as a document would print it."""
    return plain(Fraction(round(figure * 10**6), 10**6))


def _metrics(rubric: Rubric) -> list[tuple[Metric, list[Fraction]]]:
    """Every metric with its bounds."""
    shapes = [
        (row.piecewise.metric, [band.when for band in row.piecewise.bands]) for row in rubric.leaves() if row.piecewise
    ]
    shapes += [(rule.metric, [each.when for each in rule.colours]) for rule in rubric.monitoring.spending]
    stepped = [
        (row.steps.metric, [row.steps.start + count * row.steps.each for count in range(1, 6)])
        for row in rubric.leaves()
        if row.steps
    ]
    return [(metric, _ends(intervals)) for metric, intervals in shapes] + stepped


def _ends(intervals: list[Interval]) -> list[Fraction]:
    ends = {end for each in intervals for end in (each.low, each.high) if end is not None}
    return sorted(ends | {Fraction(1)})


def _answers(rubric: Rubric, name: str) -> tuple[str, ...]:
    """The answers that every item asking for this judgement allows."""
    lists = (row.checklist for row in rubric.leaves() if row.checklist is not None)
    asking = [item.not_applicable for each in lists for item in each.items if item.input == name]
    answers: tuple[str, ...] = get_args(Judgement)
    return answers if asking and None not in asking else answers[:2]
