"""Made-up departments for any rubric: figures that often fall on a bound or one unit beside it, some missing."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING, Literal, get_args

from rules.core.facts import Fact, Facts, Indicator, Judgement, Result, Task
from rules.core.numbers import plain
from rules.core.rubric import Indicators, Row

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
_TERMS = 4
_POSITIVE = ("100", "30", "0.5")
_TARGETS = ("100", "30", "0.5", "0", "-4")


class Departments:
    """Draws the facts of departments that admission lets pass, from a seeded `random`."""

    def __init__(self, rubric: Rubric, random: Random, missing: float = 0.02) -> None:
        self._rubric = rubric
        self._random = random
        self._missing = missing
        aimed = (
            (metric, bounds) for metric, bounds in _metrics(rubric) if metric.ratio or metric.pace or metric.growth
        )
        self._metrics = list(aimed)
        self._rows = [row for row in rubric.leaves() if row.indicators is not None] or [Row("", "", Fraction(1))]
        self._rates = [Fraction(1), Fraction(13, 10), *_rates(self._rows)]
        self._most = {row.judged.input: row.points for row in rubric.leaves() if row.judged is not None}
        self._pools = {name: self._pool(name, each) for name, each in rubric.inputs.items()}

    def draw(self) -> Facts:
        """The facts of one department."""
        choice, chance = self._random.choice, self._random.random
        drawn = {name: choice(pool) for name, pool in self._pools.items() if chance() >= self._missing}
        for metric, bounds in self._metrics:
            if chance() < _HALF:
                self._aim(metric, choice(bounds), drawn)
        indicators = tuple(each for row in self._rows for each in self._indicators(row))
        results = tuple(self._result(each) for each in indicators if chance() >= self._missing)
        self._cut(drawn)
        tasks = (Task("main", "主要任务", "第1页"),) if indicators else ()
        return Facts("play", tuple(fact for _, fact in drawn.values()), tasks, indicators, results)

    def _pool(self, name: str, wanted: Input) -> list[tuple[Fraction, Fact]]:
        """Facts to choose from, each with its figure: every bound of the rubric, one unit beside it, and others."""
        if wanted.type == "judgement":
            origin: Origin = "figure" if wanted.witnessed is None else "witnessed"
            answers = _answers(self._rubric, name)
            return [(Fraction(0), Fact(name, answer, origin, "第1页")) for answer in answers]
        if wanted.type == "series":
            return [(Fraction(0), Fact(name, text, "figure", "第1页", wanted.unit)) for text in self._series(wanted)]
        return [(figure, self._fact(name, figure)) for figure in self._figures(name, wanted)]

    def _series(self, wanted: Input) -> list[str]:
        """Terms about every bound, sometimes one left out; as many as the series can have."""
        number = int(wanted.count or 1) if (wanted.count or "1").isdecimal() else _TERMS
        choice, ends = self._random.choice, sorted({end for _, bounds in _metrics(self._rubric) for end in bounds})
        return [",".join(self._term(choice(ends), wanted) for _ in range(number)) for _ in range(len(ends) * _TERMS)]

    def _term(self, end: Fraction, wanted: Input) -> str:
        if self._random.random() < self._missing:
            return ""
        near = end + self._random.choice((-1, 0, 0, 1)) * _UNIT / 100
        return _text(max(Fraction(0), min(near, wanted.most or near)) * 100)

    def _cut(self, drawn: dict[str, tuple[Fraction, Fact]]) -> None:
        """Leave a series as many terms as were drawn for it, or one fewer; without any it was not filed."""
        for name, wanted in self._rubric.inputs.items():
            if wanted.type != "series" or name not in drawn:
                continue
            terms, fact = drawn[name][1].value.split(","), drawn[name][1]
            number = int(drawn[wanted.count][0]) if wanted.count in drawn else len(terms)
            kept = terms[: max(1, number - (self._random.random() < self._missing))]
            drawn[name] = (Fraction(0), replace(fact, value=",".join(kept)))
            if not any(kept):
                del drawn[name]

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
        figures = [max(least, min([each, *limits])) for each in near + others]
        applies = self._rubric.applies
        return [each for each in figures if applies is None or name != applies.input or applies.when.holds(each)]

    def _aim(self, metric: Metric, bound: Fraction, drawn: dict[str, tuple[Fraction, Fact]]) -> None:
        """Put the numerator on the bound or one unit beside it, where its text can hold that."""
        over, below = _divided(metric)
        if over not in drawn or any(name not in drawn for name in below):
            return
        share = bound + 1 if metric.growth else bound
        base = prod((drawn[name][0] for name in below), start=share) / (12 if metric.pace else 1)
        wished = base + self._random.choice((-1, 0, 1)) * _UNIT
        if wished >= 0 and 10**6 % wished.denominator == 0:
            drawn[over] = (wished, self._fact(over, wished))

    def _fact(self, name: str, figure: Fraction) -> Fact:
        wanted = self._rubric.inputs[name]
        printed = figure * 100 if wanted.type == "percent" else figure
        return Fact(name, _text(printed), "figure", "第1页", wanted.unit)

    def _indicators(self, row: Row) -> tuple[Indicator, ...]:
        count = self._random.choice(_COUNTS)
        return tuple(self._indicator(row, number, row.points / count) for number in range(count))

    def _indicator(self, row: Row, number: int, points: Fraction) -> Indicator:
        comparator, shape = self._random.choice(_COMPARATORS), row.indicators or Indicators("zero")
        pool = _TARGETS if not shape.bands else _POSITIVE if comparator == ">=" else (*_POSITIVE, "0")
        return Indicator(
            f"{row.id}-{number}",
            "main",
            "指标",
            plain(points),
            "figure",
            "第1页",
            comparator,
            None if comparator is None else self._random.choice(pool),
            "次",
            "linear" if self._random.random() < _HALF else "year-end",
            self._random.choice(shape.select) if shape.select else None,
        )

    def _result(self, indicator: Indicator) -> Result:
        applies: Literal["yes", "no"] = "no" if self._random.random() < 0.1 else "yes"  # noqa: PLR2004  # one in ten has no object
        if indicator.comparator is None:
            return self._told(indicator, applies)
        target, bounds = Fraction(indicator.target or 0), self._rates
        factor = self._random.choice(
            (*bounds, *(1 / each for each in bounds if each), Fraction(self._random.randrange(200), 100))
        )
        actual = target * factor + self._random.choice((-1, 0, 0, 1)) * _UNIT
        return Result(indicator.id, "figure", "第2页", _text(actual), indicator.unit, applies=applies)

    def _row_of(self, indicator: Indicator) -> Indicators:
        return next(row.indicators or Indicators("zero") for row in self._rows if _owns(row, indicator))

    def _told(self, indicator: Indicator, applies: Literal["yes", "no"]) -> Result:
        shape = self._row_of(indicator)
        if not shape.tiers:
            return Result(indicator.id, "statement", "第2页", met=self._random.choice(_MET), applies=applies)
        ends = _ends([tier.when for tier in shape.tiers])
        share = self._random.choice(ends) + self._random.choice((-1, 0, 1)) * _UNIT / 100
        text = f"{_text(min(max(share, Fraction(0)), Fraction(1)) * 100)}%"
        given = None if self._random.random() < self._missing else text
        return Result(
            indicator.id, "statement", "第2页", applies=applies, share=given, basis="依据" * shape.basis_length
        )


def _owns(row: Row, indicator: Indicator) -> bool:
    return row.indicators is None or row.indicators.owns(indicator.category)


def _text(figure: Fraction) -> str:
    """The figure with at most six decimals, as a document would print it."""
    return plain(Fraction(round(figure * 10**6), 10**6))


def _divided(metric: Metric) -> tuple[str, tuple[str, ...]]:
    """The input above the line, and those below it."""
    if metric.growth is not None:
        return metric.growth.of, (metric.growth.base,)
    if metric.pace is not None:
        return metric.pace.of, (metric.pace.to, metric.pace.month)
    return ("", ()) if metric.ratio is None else (metric.ratio.of, (metric.ratio.to,))


def _rates(rows: list[Row]) -> list[Fraction]:
    """The bounds of every row's completion rate."""
    return [end for row in rows if row.indicators for end in _ends([band.when for band in row.indicators.bands])]


def _metrics(rubric: Rubric) -> list[tuple[Metric, list[Fraction]]]:
    """Every metric with its bounds."""
    shapes = [
        (row.piecewise.metric, [band.when for band in row.piecewise.bands]) for row in rubric.leaves() if row.piecewise
    ]
    shapes += [(rule.metric, [each.when for each in rule.colours]) for rule in rubric.monitoring.spending]
    if rubric.adjust is not None and rubric.adjust.cap_total is not None:
        shapes.append((rubric.adjust.cap_total.metric, [band.when for band in rubric.adjust.cap_total.bands]))
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
