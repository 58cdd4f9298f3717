"""Shows figures and comparisons in mathematical signs, which need no language. Nothing is rounded here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.core.numbers import percentage, plain

if TYPE_CHECKING:
    from decimal import Decimal
    from fractions import Fraction

    from rules.core.interval import Interval
    from rules.core.rubric import Mean, Metric
    from rules.core.semantics_1.filed import Filed
    from rules.core.semantics_1.metric import Standing

ABSENT = "∅"
LISTED = "、"


def show(value: Fraction, *, percent: bool) -> str:
    """Write a value, as a percentage where it is a rate: 0.9795 is "97.95%"."""
    return percentage(value) if percent else plain(value)


def is_rate(metric: Metric, source: Filed) -> bool:
    """Whether a metric is shown as a percentage: everything but a plain value of another type."""
    return metric.value is None or source.rubric.inputs[metric.value].type == "percent"


def as_filed(name: str, source: Filed) -> str:
    """Write an input's figure as it was filed, with the sign of its unit if that is a percentage."""
    fact = source.facts.get(name)
    if fact is None:
        return ABSENT
    if source.rubric.inputs[name].type == "series":
        return ", ".join(f"{term.strip()}%" if term.strip() else ABSENT for term in fact.value.split(","))
    return f"{fact.value}%" if source.rubric.inputs[name].type == "percent" else fact.value


def formula(metric: Metric, source: Filed, counted: Standing) -> str:
    """Write a metric's formula with the figures that were filed."""
    if metric.pace is not None:
        pace = metric.pace
        of, to, month = (as_filed(each, source) for each in (pace.of, pace.to, pace.month))
        return f"{of} ÷ {to} ÷ ({month} ÷ 12)"
    if metric.ratio is not None:
        return f"{as_filed(metric.ratio.of, source)} ÷ {as_filed(metric.ratio.to, source)}"
    if metric.value is not None:
        return as_filed(metric.value, source)
    if metric.growth is not None:
        of, base = as_filed(metric.growth.of, source), as_filed(metric.growth.base, source)
        return f"({of} − {base}) ÷ {base}"
    if metric.mean is not None:
        return _mean(metric.mean, source)
    return f"{counted.met} ÷ {counted.all}"


def _mean(mean: Mean, source: Filed) -> str:
    """Write a mean with the terms that were filed; what was cut off at the cap is written as the lesser of the two."""
    terms = source.terms(mean.of) or ()
    written = [
        show(term, percent=True)
        if mean.cap is None or term <= mean.cap
        else f"min({show(term, percent=True)}, {show(mean.cap, percent=True)})"
        for term in terms
    ]
    return f"({' + '.join(written)}) ÷ {len(terms)}"


def kept_out(when: Interval, value: Fraction, *, percent: bool) -> str:
    """Write the comparison that keeps a value out of an interval."""
    if when.low is not None and (value < when.low or (value == when.low and not when.low_included)):
        sign, bound = ("<" if when.low_included else "≤"), when.low
    elif when.high is not None:
        sign, bound = (">" if when.high_included else "≥"), when.high
    else:
        return ""
    return f"{show(value, percent=percent)} {sign} {show(bound, percent=percent)}"


def with_rounding(text: str, exact: Fraction, score: Decimal) -> str:
    """Add the rounding to a computation, where it changed anything."""
    same = score.as_integer_ratio() == exact.as_integer_ratio()
    return text if same else f"{text} → {score}"


def added(parts: list[Fraction], total: Fraction) -> str:
    """Write a sum of parts and its result."""
    shown = [text if text[0] != "-" else f"({text})" for text in map(plain, parts)]
    return f"{' + '.join(shown)} = {plain(total)}" if len(parts) > 1 else "".join(shown)
