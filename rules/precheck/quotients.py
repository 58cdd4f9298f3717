"""Quotients above 100 per cent, upside down, or of amounts so far apart that a unit must be wrong."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from rules.core.numbers import exact, plain, round_half_up
from rules.core.result import parse_result
from rules.core.row_inputs import metric_inputs, row_metrics
from rules.precheck.doubt import Doubt
from rules.precheck.ground import percent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.core.rubric import Piecewise, Row
    from rules.precheck.ground import Ground

_PAIR = 2


def quotient_doubts(ground: Ground) -> Iterator[Doubt]:
    """Find doubtful quotients and rates of the rows, each pair of figures once; and what lies above its limit."""
    for of, to in divided(ground):
        first, second = ground.number(of), ground.number(to)
        if first is not None and second:
            yield from _pair(ground, (of, to), first, second)
    yield from _rates(ground)
    yield from _limits(ground)


def divided(ground: Ground) -> tuple[tuple[str, str], ...]:
    """The pairs of inputs that rows divide by each other, the upper one first."""
    named = (metric_inputs(metric) for row in ground.rubric.leaves() for metric in row_metrics(row))
    return tuple(dict.fromkeys((names[0], names[1]) for names in named if len(names) >= _PAIR))


def _pair(ground: Ground, pair: tuple[str, str], first: Fraction, second: Fraction) -> Iterator[Doubt]:
    rows, figures = _dividing(ground, pair), ground.figures(pair)
    shown = f"{plain(first)} ÷ {plain(second)} = {percent(first / second)}"
    if ground.apart(first, second) and all(ground.rubric.inputs[name].type == "money" for name in pair):
        yield Doubt("unit-slip", rows[0].id, _ids(rows), figures, shown)
        return
    quotients = [row for row in rows if any(metric.ratio is not None for metric in row_metrics(row))]
    if not quotients:
        return
    inverted = [row for row in quotients if _claims_inverse(ground, row, first, second)]
    if inverted:
        other = f"{shown}; {plain(second)} ÷ {plain(first)} = {percent(second / first)}"
        yield Doubt("quotient-inverted", inverted[0].id, _ids(inverted), figures, other)
    elif first > second > 0:
        yield Doubt("over-hundred", quotients[0].id, _ids(quotients), figures, f"{shown} > 100%")


def _dividing(ground: Ground, pair: tuple[str, str]) -> list[Row]:
    return [
        row
        for row in ground.rubric.leaves()
        if any(metric_inputs(metric)[:_PAIR] == pair for metric in row_metrics(row))
    ]


def _ids(rows: list[Row]) -> tuple[str, ...]:
    return tuple(row.id for row in rows)


def _claims_inverse(ground: Ground, row: Row, first: Fraction, second: Fraction) -> bool:
    """Whether the score that the document claims is that of the quotient the other way round, and not of its own."""
    claim = next((one.score for one in ground.facts.claims if one.row == row.id), None)
    if claim is None or row.piecewise is None or not first:
        return False
    own, other = (_worth(row.piecewise, row.points, rate) for rate in (first / second, second / first))
    return other is not None and _printed(other, claim) and not (own is not None and _printed(own, claim))


def _printed(value: Fraction, claim: str) -> bool:
    """Whether a value, rounded to the decimals that are printed, is what is printed."""
    return Fraction(round_half_up(value, len(claim.partition(".")[2]))) == exact(claim)


def _worth(shape: Piecewise, points: Fraction, rate: Fraction) -> Fraction | None:
    band = next((each for each in shape.bands if each.when.holds(rate)), None)
    if band is None:
        return None
    result = parse_result(band.result)
    worth = {"full": points, "zero": Fraction(0), "proportional": points * rate, "share": points * result.amount}
    return worth.get(result.kind, result.amount)


def _rates(ground: Ground) -> Iterator[Doubt]:
    """Percentages that are typed: above a hundred, or so small that a ratio may have been meant."""
    named = (metric_inputs(metric) for row in ground.rubric.leaves() for metric in row_metrics(row))
    for name in dict.fromkeys(name for names in named for name in names):
        if ground.rubric.inputs[name].type not in ("percent", "series") or name not in ground.filed:
            continue
        terms = [exact(term) for term in map(str.strip, ground.filed[name].value.split(",")) if term]
        rows, figures = ground.rows([name]), ground.figures([name])
        if above := [term for term in terms if term > 100]:  # noqa: PLR2004  # per cent
            yield Doubt("over-hundred", rows[0], rows, figures, f"{plain(above[0])}% > 100%")
        if small := [term for term in terms if 0 < abs(term) <= 1]:
            yield Doubt("ratio-for-percent", rows[0], rows, figures, f"|{plain(small[0])}%| ≤ 1%")


def _limits(ground: Ground) -> Iterator[Doubt]:
    known = divided(ground)
    for limit in ground.rules.limits:
        first, second = ground.number(limit.of), ground.number(limit.to)
        if first is None or second is None or first <= second or (limit.of, limit.to) in known:
            continue
        names = (limit.of, limit.to)
        rows = ground.rows(names)
        shown = f"{plain(first)} > {plain(second)}"
        yield Doubt("over-limit", next(iter(rows), limit.of), rows, ground.figures(names), shown)
