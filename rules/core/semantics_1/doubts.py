"""Figures that are well-formed and still look like a slip of the unit. Nothing is repaired, and it costs no points."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from rules.core.evaluation import Remark
from rules.core.numbers import exact
from rules.core.row_inputs import indicator_rows, metric_inputs, row_metrics
from rules.core.semantics_1.settled import Case, reason
from rules.core.units import YUAN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.core.facts import Indicator
    from rules.core.rubric import Metric, Row, Rubric

# Between 元 and 万元 lies a factor of 10,000; amounts that a row divides by each other lie near one another.
_APART: Final = 1000


def doubts(case: Case) -> Iterator[Remark]:
    """Find amounts that look like 元 beside 万元, and rates that look like a ratio where per cent is wanted."""
    yield from _amounts(case)
    yield from _rates(case)
    yield from _indicators(case)


def _amounts(case: Case) -> Iterator[Remark]:
    for of, to in case.rubric.once(_pairs):
        first, second = case.filed.number(of), case.filed.number(to)
        if not _are_apart(first or Fraction(0), second or Fraction(0)):
            continue
        yield Remark("units-mixed", _rows(case.rubric, {of, to}), reason("units-mixed", **_named(case, of=of, to=to)))


def _rates(case: Case) -> Iterator[Remark]:
    for name in case.rubric.once(_percentages):
        if name not in case.filed.facts:
            continue
        terms = [term for term in map(str.strip, case.filed.facts[name].value.split(",")) if term]
        if any(map(_is_small, terms)):
            why = reason("ratio-for-percent", input=case.rubric.inputs[name].name, value=case.filed.facts[name].value)
            yield Remark("ratio-for-percent", _rows(case.rubric, {name}), why)


def _indicators(case: Case) -> Iterator[Remark]:
    """The same for what became of the department's indicators."""
    for row, indicator in _measured(case):
        target, result = indicator.target, case.filed.results.get(indicator.id)
        if target is None or result is None or result.actual is None:
            continue
        rows = (f"{row.id}.{indicator.task}.{indicator.id}",)
        if indicator.unit == "%":
            for value in (each for each in (target, result.actual) if _is_small(each)):
                why = reason("ratio-for-percent", input=indicator.name, value=value)
                yield Remark("ratio-for-percent", rows, why)
        elif indicator.unit in YUAN and _are_apart(exact(target), exact(result.actual)):
            shown = {"of_value": f"{result.actual} {indicator.unit}", "to_value": f"{target} {indicator.unit}"}
            why = reason("units-mixed", of=indicator.name, to=indicator.name, **shown)
            yield Remark("units-mixed", rows, why)


def _measured(case: Case) -> Iterator[tuple[Row, Indicator]]:
    return (
        (row, each)
        for row in case.rubric.once(indicator_rows)
        for each in case.facts.indicators
        if row.indicators is not None and row.indicators.owns(each.category) and each.comparator is not None
    )


def _is_small(text: str) -> bool:
    return 0 < abs(exact(text)) <= 1


def _are_apart(first: Fraction, second: Fraction) -> bool:
    return bool(first and second) and not Fraction(1, _APART) < abs(first / second) < _APART


def _named(case: Case, **names: str) -> dict[str, str]:
    """The inputs' names and their figures with units."""
    blanks: dict[str, str] = {}
    for blank, name in names.items():
        fact = case.filed.facts[name]
        blanks |= {blank: case.rubric.inputs[name].name, f"{blank}_value": f"{fact.value} {fact.unit}"}
    return blanks


def _metrics(rubric: Rubric) -> list[Metric]:
    return [metric for row in rubric.leaves() for metric in row_metrics(row)]


def _pairs(rubric: Rubric) -> tuple[tuple[str, ...], ...]:
    """The amounts that a row divides by each other."""
    pairs = {metric_inputs(metric)[:2]: None for metric in _metrics(rubric) if len(metric_inputs(metric)) > 1}
    return tuple(each for each in pairs if all(rubric.inputs[name].type == "money" for name in each))


def _percentages(rubric: Rubric) -> tuple[str, ...]:
    """The inputs in per cent that a row measures."""
    names = dict.fromkeys(name for metric in _metrics(rubric) for name in metric_inputs(metric))
    return tuple(name for name in names if rubric.inputs[name].type in ("percent", "series"))


def _rows(rubric: Rubric, names: set[str]) -> tuple[str, ...]:
    return tuple(
        row.id for row in rubric.leaves() if any(names & set(metric_inputs(metric)) for metric in row_metrics(row))
    )
