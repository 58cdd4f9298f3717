"""Figures that are well-formed and still look like a slip of the unit. Nothing is repaired, and it costs no points."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rules.core.evaluation import Remark
from rules.core.numbers import exact
from rules.core.row_inputs import metric_inputs, row_metrics
from rules.core.semantics_1.settled import Case, reason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.core.rubric import Metric

# Between 元 and 万元 lies a factor of 10,000; amounts that a row divides by each other lie near one another.
_APART: Final = 1000


def doubts(case: Case) -> Iterator[Remark]:
    """Find amounts that look like 元 beside 万元, and rates that look like a ratio where per cent is wanted."""
    yield from _amounts(case)
    yield from _rates(case)


def _amounts(case: Case) -> Iterator[Remark]:
    pairs = {metric_inputs(metric)[:2]: None for metric in _metrics(case) if len(metric_inputs(metric)) > 1}
    for of, to in pairs:
        if any(case.rubric.inputs[name].type != "money" for name in (of, to)):
            continue
        first, second = case.filed.number(of), case.filed.number(to)
        if not first or not second or 1 / _APART < abs(first / second) < _APART:
            continue
        yield Remark("units-mixed", _rows(case, {of, to}), reason("units-mixed", **_named(case, of=of, to=to)))


def _rates(case: Case) -> Iterator[Remark]:
    for name in dict.fromkeys(name for metric in _metrics(case) for name in metric_inputs(metric)):
        if case.rubric.inputs[name].type not in ("percent", "series") or name not in case.filed.facts:
            continue
        terms = [term for term in map(str.strip, case.filed.facts[name].value.split(",")) if term]
        if any(0 < abs(exact(term)) <= 1 for term in terms):
            why = reason("ratio-for-percent", input=case.rubric.inputs[name].name, value=case.filed.facts[name].value)
            yield Remark("ratio-for-percent", _rows(case, {name}), why)


def _named(case: Case, **names: str) -> dict[str, str]:
    """The inputs' names and their figures with units."""
    blanks: dict[str, str] = {}
    for blank, name in names.items():
        fact = case.filed.facts[name]
        blanks |= {blank: case.rubric.inputs[name].name, f"{blank}_value": f"{fact.value} {fact.unit}"}
    return blanks


def _metrics(case: Case) -> list[Metric]:
    return [metric for row in case.rubric.leaves() for metric in row_metrics(row)]


def _rows(case: Case, names: set[str]) -> tuple[str, ...]:
    return tuple(
        row.id for row in case.rubric.leaves() if any(names & set(metric_inputs(metric)) for metric in row_metrics(row))
    )
