"""Sums that do not add up: the rubric's own checks, each with its figures."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from rules.core.numbers import plain
from rules.precheck.doubt import Doubt
from rules.precheck.ground import percent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.core.rubric import Check
    from rules.precheck.ground import Ground


def sum_doubts(ground: Ground) -> Iterator[Doubt]:
    """Find the checks whose figures are all filed and do not agree."""
    for check in ground.rubric.checks:
        terms = [(weight, value) for name, weight in check.sum.items() if (value := ground.rate(name)) is not None]
        total = sum((weight * value for weight, value in terms), Fraction(0))
        if len(terms) == len(check.sum) and total != check.equals:
            rows = ground.rows(check.sum)
            figures = ground.figures(check.sum)
            yield Doubt("sum-differs", next(iter(rows), check.id), rows, figures, _shown(ground, check, terms, total))


def _shown(ground: Ground, check: Check, terms: list[tuple[Fraction, Fraction]], total: Fraction) -> str:
    rates = all(ground.rubric.inputs[name].type == "percent" for name in check.sum)
    show = percent if rates else plain
    written = [("−" if weight < 0 else "+", _term(abs(weight), show(value))) for weight, value in terms]
    text = " ".join(f"{sign} {term}" for sign, term in written).removeprefix("+ ")
    return f"{text} = {show(total)} ≠ {show(check.equals)}"


def _term(weight: Fraction, value: str) -> str:
    value = f"({value})" if value.startswith("-") else value
    return value if weight == 1 else f"{plain(weight)} × {value}"
