"""Makes the warnings (预警) of the monitoring rules that fired; green, and what cannot be read yet, warn nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast

from rules.core.evaluation import MonitoringEvaluation, PaceWarning
from rules.core.numbers import exact
from rules.core.semantics_1.decide_indicator import standing
from rules.core.semantics_1.filed import Filed, filed
from rules.core.semantics_1.firing import Firing, SettlementError, assign
from rules.core.semantics_1.floor import floor_in, share_spent
from rules.core.semantics_1.gap import gap_between
from rules.core.semantics_1.metric import Standing, measure
from rules.core.semantics_1.monitor import pace_of
from rules.core.semantics_1.settled import reason
from rules.core.semantics_1.slots import monitoring_slots
from rules.core.semantics_1.texts import as_filed, formula, is_rate, show
from rules.core.shapes import Metric

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.core.facts import Facts, Indicator, Result
    from rules.core.rubric import FloorRule, GapRule, IndicatorPaceRule, PaceRule, Rubric

Warned = Literal["red", "yellow", "blue"]


def settle_monitoring(rubric: Rubric, rubric_hash: str, facts: Facts, fired: tuple[str, ...]) -> MonitoringEvaluation:
    """Settle one mid-year reading. Raises SettlementError when a slot is silent or doubled, or a rule is unknown."""
    firing = assign(monitoring_slots(rubric, facts), fired)
    source = filed(rubric, facts)
    counted = standing(source)
    return MonitoringEvaluation(
        rubric=rubric.id,
        version=rubric.version,
        rubric_hash=rubric_hash,
        semantics=rubric.semantics,
        department=facts.department,
        warnings=(
            *_spending(source, counted, firing),
            *_floors(source, counted, firing),
            *_indicators(source, firing),
            *_gaps(source, counted, firing),
        ),
        fired=firing.ordered,
    )


def _spending(source: Filed, counted: Standing, firing: Firing) -> Iterator[PaceWarning]:
    for rule in source.rubric.monitoring.spending:
        colour = _colour(firing, f"pace/{rule.id}")
        if colour is not None:
            yield _spending_warning(rule, colour, source, counted)


def _spending_warning(rule: PaceRule, colour: Warned, source: Filed, counted: Standing) -> PaceWarning:
    value = measure(rule.metric, source, counted).value
    if value is None:
        raise SettlementError("settle.contradicted", rule=f"pace/{rule.id}/{colour}")
    shown = show(value, percent=is_rate(rule.metric, source))
    text = formula(rule.metric, source, counted)
    arithmetic = text if rule.metric.value is not None else f"{text} = {shown}"
    return PaceWarning(rule.id, "", rule.name, colour, reason("pace", metric=shown), arithmetic)


def _floors(source: Filed, counted: Standing, firing: Firing) -> Iterator[PaceWarning]:
    for rule in source.rubric.monitoring.floors:
        colour = _colour(firing, f"pace/{rule.id}")
        if colour is not None:
            yield _floor_warning(rule, colour, source, counted)


def _floor_warning(rule: FloorRule, colour: Warned, source: Filed, counted: Standing) -> PaceWarning:
    value, month = share_spent(rule, source, counted).value, source.number(rule.month)
    least = None if month is None else floor_in(rule, month)
    if value is None or least is None:
        raise SettlementError("settle.contradicted", rule=f"pace/{rule.id}/{colour}")
    shown, floor = show(value, percent=True), show(least, percent=True)
    text = formula(Metric(ratio=rule.ratio), source, counted)
    why = reason("floor", metric=shown, least=floor, month=as_filed(rule.month, source))
    return PaceWarning(rule.id, "", rule.name, colour, why, f"{text} = {shown} < {floor}")


def _indicators(source: Filed, firing: Firing) -> Iterator[PaceWarning]:
    for rule in source.rubric.monitoring.indicators:
        for indicator in source.indicators:
            colour = _colour(firing, f"pace/{rule.id}/{indicator.id}")
            if colour is not None:
                yield _indicator_warning(rule, indicator, colour, source)


def _indicator_warning(rule: IndicatorPaceRule, indicator: Indicator, colour: Warned, source: Filed) -> PaceWarning:
    result = source.results.get(indicator.id)
    if indicator.comparator == "<=":
        return _exceeded(rule, indicator, colour, result)
    value = pace_of(indicator, result, rule.month, source).value
    if value is None or result is None:
        raise SettlementError("settle.contradicted", rule=f"pace/{rule.id}/{indicator.id}/{colour}")
    shown = show(value, percent=True)
    text = f"{result.actual} ÷ {indicator.target} ÷ ({as_filed(rule.month, source)} ÷ 12)"
    arithmetic = f"{text if exact(result.actual or '0') >= 0 else f'max(0, {text})'} = {shown}"
    return PaceWarning(rule.id, indicator.id, indicator.name, colour, reason("pace", metric=shown), arithmetic)


def _exceeded(rule: IndicatorPaceRule, indicator: Indicator, colour: Warned, result: Result | None) -> PaceWarning:
    """Warn that a target which is an upper bound is already passed."""
    if result is None or result.actual is None or indicator.target is None:
        raise SettlementError("settle.contradicted", rule=f"pace/{rule.id}/{indicator.id}/{colour}")
    why = reason("exceeds", actual=f"{result.actual}{indicator.unit}", target=f"{indicator.target}{indicator.unit}")
    arithmetic = f"{result.actual} > {indicator.target}"
    return PaceWarning(rule.id, indicator.id, indicator.name, colour, why, arithmetic)


def _gaps(source: Filed, counted: Standing, firing: Firing) -> Iterator[PaceWarning]:
    for rule in source.rubric.monitoring.gaps:
        for indicator in source.indicators:
            colour = _colour(firing, f"pace/{rule.id}/{indicator.id}")
            if colour is not None:
                yield _gap_warning(rule, indicator, colour, source, counted)


def _gap_warning(rule: GapRule, indicator: Indicator, colour: Warned, source: Filed, counted: Standing) -> PaceWarning:
    result = source.results.get(indicator.id)
    gap = gap_between(rule, indicator, result, source, counted)
    if gap is None or result is None or gap.width <= rule.apart:
        raise SettlementError("settle.contradicted", rule=f"pace/{rule.id}/{indicator.id}/{colour}")
    progress, execution = show(gap.progress, percent=True), show(gap.execution, percent=True)
    width, most = show(gap.width, percent=True), show(rule.apart, percent=True)
    reached = f"{result.actual} ÷ {indicator.target}"
    reached = reached if exact(result.actual or "0") >= 0 else f"max(0, {reached})"
    arithmetic = f"|{reached} − {formula(Metric(ratio=rule.ratio), source, counted)}| = {width} > {most}"
    why = reason("gap", progress=progress, execution=execution, gap=width, most=most)
    return PaceWarning(rule.id, indicator.id, indicator.name, colour, why, arithmetic)


def _colour(firing: Firing, slot: str) -> Warned | None:
    branch = firing.branch(slot)
    return cast("Warned", branch) if branch in ("red", "yellow", "blue") else None
