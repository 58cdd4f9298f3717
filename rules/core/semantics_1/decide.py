"""Decides which rules of a rubric fire: reads its tree and the original figures, and compares fractions directly."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from rules.core.semantics_1.decide_incidents import incidents
from rules.core.semantics_1.decide_indicator import branches, over_completed, standing
from rules.core.semantics_1.filed import Filed, filed
from rules.core.semantics_1.metric import Standing, measure

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from rules.core.facts import Facts
    from rules.core.rubric import (
        Adjust,
        CapTotal,
        Check,
        Checklist,
        Indicators,
        Item,
        Judged,
        Piecewise,
        Row,
        Rubric,
        Steps,
    )

CAP = "adjust/cap"
NONE_FILED = "none-filed"


def interpret(rubric: Rubric, facts: Facts) -> tuple[str, ...]:
    """List the ids of all rules that fire, in the rubric's order. The facts must have been admitted."""
    source = filed(rubric, facts)
    counted = standing(source)
    rows = (each for row in rubric.leaves() for each in _row(row, source, counted))
    checks = (f"check/{check.id}/{_check(check, source)}" for check in rubric.checks)
    return (*rows, *checks, *_cap(rubric.adjust, source, counted))


def _row(row: Row, source: Filed, counted: Standing) -> Iterator[str]:
    if row.checklist is not None:
        yield from _checklist(row.id, row.checklist, source)
    elif row.indicators is not None:
        yield from _indicators(row.id, row.indicators, source)
    elif row.incidents is not None:
        yield from (f"{row.id}/{name}" for name in incidents(row.incidents, source))
    else:
        yield from (f"{row.id}/{name}" for name in _single(row, source, counted))


def _single(row: Row, source: Filed, counted: Standing) -> Iterator[str]:
    if row.piecewise is not None:
        yield from _piecewise(row.piecewise, source, counted)
    elif row.steps is not None:
        yield _steps(row.steps, row.points, source, counted)
    elif row.judged is not None:
        yield _judged(row.judged, source)


def _piecewise(shape: Piecewise | CapTotal, source: Filed, counted: Standing) -> Iterator[str]:
    measured = measure(shape.metric, source, counted)
    if measured.value is None:
        yield "missing" if measured.missing else "no-base"
        return
    for band in shape.bands:
        if band.when.holds(measured.value):
            yield band.id


def _cap(adjust: Adjust | None, source: Filed, counted: Standing) -> Iterator[str]:
    if adjust is not None and adjust.cap_total is not None:
        yield from (f"{CAP}/{name}" for name in _piecewise(adjust.cap_total, source, counted))


def last_step(shape: Steps, points: Fraction) -> int:
    """The step at which nothing is left; it owns everything above."""
    return math.ceil(points / shape.deduct)


def _steps(shape: Steps, points: Fraction, source: Filed, counted: Standing) -> str:
    measured = measure(shape.metric, source, counted)
    if measured.value is None:
        return "missing" if measured.missing else "no-base"
    full_steps = math.floor((measured.value - shape.start) / shape.each)
    return f"step-{min(max(full_steps, 0), last_step(shape, points))}"


def _checklist(row: str, shape: Checklist, source: Filed) -> Iterator[str]:
    for item in shape.items:
        answer = _item(item, source)
        if answer is not None:
            yield f"{row}/{item.id}/{answer}"


def _item(item: Item, source: Filed) -> str | None:
    answer = source.answer(item.input)
    if answer is None:
        return "missing"
    allowed = ("yes", "no") if item.not_applicable is None else ("yes", "no", "not-applicable")
    return answer if answer in allowed else None


def _judged(shape: Judged, source: Filed) -> str:
    value = source.number(shape.input)
    if value is None:
        return "missing"
    if value == 0:
        return "none"
    if shape.counts == "deduction":
        return "deducted"
    return "awarded" if value > 0 else "penalised"


def _indicators(row: str, shape: Indicators, source: Filed) -> Iterator[str]:
    selected = [each for each in source.indicators if shape.owns(each.category)]
    if not selected and shape.none_filed is not None:
        yield f"{row}/{NONE_FILED}"
    for indicator in selected:
        result = source.results.get(indicator.id)
        yield from (f"{row}/{indicator.id}/{name}" for name in branches(shape, indicator, result))
        if over_completed(indicator, result, shape.over_completion):
            yield f"{row}/{indicator.id}/over-completion"


def _check(check: Check, source: Filed) -> str:
    figures = {name: source.number(name) for name in check.sum}
    known = [weight * figure for name, weight in check.sum.items() if (figure := figures[name]) is not None]
    if len(known) < len(figures):
        return "missing"
    total = sum(known)
    if total == check.equals:
        return "agrees"
    return "above" if total > check.equals else "below"
