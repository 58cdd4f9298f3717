"""Settles indicators that are scored by degrees: a quantity by its completion rate, a sentence by its judged share."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from rules.core.evaluation import Reason, Unfired
from rules.core.numbers import exact, plain
from rules.core.result import parse_result
from rules.core.semantics_1.completion import completion
from rules.core.semantics_1.settled import Case, Worth, reason
from rules.core.semantics_1.texts import kept_out, show

if TYPE_CHECKING:
    from rules.core.facts import Indicator, Result
    from rules.core.rubric import Band, Indicators
    from rules.core.semantics_1.completion import Completion

_BEYOND = "∞"


def settle_rated(shape: Indicators, band: Band, indicator: Indicator, result: Result, case: Case, place: str) -> Worth:
    """Give what the band that fired is worth of the indicator's points."""
    done, written = completion(shape, indicator, result), _formula(shape, indicator, result)
    shown = _BEYOND if done.rate is None else show(done.rate, percent=True)
    exact_points, why, text = _worth(band, done, exact(indicator.points), shown, written)
    bands = {f"{place}/{each.id}": each for each in shape.bands}
    unfired = tuple(
        Unfired(rule, _kept_out(bands[rule], done) if rule in bands else f"{indicator.name} = {result.actual}")
        for rule in case.others(place)
    )
    return exact_points, why, text, unfired


def settle_tier(shape: Indicators, indicator: Indicator, result: Result, case: Case, place: str) -> Worth:
    """Give the judged share of the indicator's points; the tier only says which kind of completion that is."""
    share, points = exact(result.share or "0"), exact(indicator.points)
    shown, worth = show(share, percent=True), share * points
    tiers = {f"{place}/{each.id}": each for each in shape.tiers}
    unfired = tuple(
        Unfired(
            rule, kept_out(tiers[rule].when, share, percent=True) if rule in tiers else f"{indicator.name} = {shown}"
        )
        for rule in case.others(place)
    )
    why = reason("judged-share", share=shown, basis=result.basis or "")
    return worth, why, f"{shown} × {plain(points)} = {plain(worth)}", unfired


def _worth(band: Band, done: Completion, points: Fraction, shown: str, written: str) -> tuple[Fraction, Reason, str]:
    result = parse_result(band.result)
    if result.kind == "proportional" and done.rate is not None:
        worth = done.rate * points
        return (
            worth,
            reason("proportional", metric=shown),
            f"{written} = {shown}; {shown} × {plain(points)} = {plain(worth)}",
        )
    if result.kind == "share":
        worth = points * result.amount
        text = f"{plain(points)} × {show(result.amount, percent=True)} = {plain(worth)}"
        return worth, reason("share", metric=shown), f"{written} = {shown} ⇒ {text}"
    worth = {"full": points, "points": min(result.amount, points)}.get(result.kind, Fraction(0))
    why = reason("full") if result.kind == "full" else reason(result.kind, metric=shown)
    return worth, why, f"{written} = {shown} ⇒ {plain(worth)}"


def _formula(shape: Indicators, indicator: Indicator, result: Result) -> str:
    """Write the completion rate with the figures that were filed."""
    if indicator.comparator != "<=":
        text, below = f"{result.actual} ÷ {indicator.target}", exact(result.actual or "0") < 0
    elif shape.lower_is_better == "linear":
        text = f"2 − {result.actual} ÷ {indicator.target}"
        below = exact(result.actual or "0") > 2 * exact(indicator.target or "0")
    else:
        text, below = f"{indicator.target} ÷ {result.actual}", False
    return f"max(0, {text})" if below else text


def _kept_out(band: Band, done: Completion) -> str:
    if done.rate is not None:
        return kept_out(band.when, done.rate, percent=True)
    bound = "" if band.when.high is None else show(band.when.high, percent=True)
    return f"{_BEYOND} > {bound}"
