"""Settles a row of bands: the band that fired says what the row is worth; nothing is decided again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.core.evaluation import Reason, Unfired
from rules.core.numbers import ZERO, plain
from rules.core.result import parse_result
from rules.core.semantics_1.measured_row import decided, undecided, value_of
from rules.core.semantics_1.settled import Case, Settled, reason
from rules.core.semantics_1.texts import formula, is_rate, kept_out, show

if TYPE_CHECKING:
    from fractions import Fraction

    from rules.core.rubric import Metric, Piecewise, Row


def settle_piecewise(row: Row, shape: Piecewise, case: Case) -> Settled:
    """Give what the band that fired is worth."""
    bands = {f"{row.id}/{band.id}": band for band in shape.bands}
    fired = case.firing.by_slot[row.id]
    if fired not in bands:
        return undecided(row, shape.metric, case, tuple(bands))
    value, percent = value_of(row, shape.metric, case), is_rate(shape.metric, case.filed)
    exact, why, worth = _worth(bands[fired].result, row.points, value, shape.metric, case)
    unfired = tuple(
        Unfired(rule, kept_out(band.when, value, percent=percent)) for rule, band in bands.items() if rule != fired
    )
    return decided(row, shape.metric, case, (exact, why, worth, unfired))


def _worth(text: str, points: Fraction, value: Fraction, metric: Metric, case: Case) -> tuple[Fraction, Reason, str]:
    """Give the exact points, the reason, and the computation."""
    result, shown = parse_result(text), show(value, percent=is_rate(metric, case.filed))
    written = formula(metric, case.filed, case.standing)
    if result.kind == "proportional":
        exact = value * points
        return exact, reason("proportional", metric=shown), f"{written} × {plain(points)} = {plain(exact)}"
    measured = shown if metric.value is not None else f"{written} = {shown}"
    if result.kind == "share":
        exact = points * result.amount
        worth = f"{plain(points)} × {show(result.amount, percent=True)} = {plain(exact)}"
        return exact, reason("share", metric=shown), f"{measured} ⇒ {worth}"
    exact = {"full": points, "zero": ZERO, "points": result.amount}[result.kind]
    why = reason("full") if result.kind == "full" else reason(result.kind, metric=shown)
    return exact, why, f"{measured} ⇒ {plain(exact)}"
