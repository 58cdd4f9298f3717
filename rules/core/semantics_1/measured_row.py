"""What the rows that measure something have in common: their figures, and why they are or are not decided."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from rules.core.evaluation import Figure, Reason, Unfired
from rules.core.numbers import plain
from rules.core.row_inputs import metric_inputs
from rules.core.semantics_1.firing import SettlementError
from rules.core.semantics_1.metric import asked, has_base, measure
from rules.core.semantics_1.settled import Case, Settled, Worth, figures_of, missing, reason, results_of
from rules.core.semantics_1.texts import as_filed

if TYPE_CHECKING:
    from rules.core.rubric import Mean, Metric, Row


def value_of(row: Row, metric: Metric, case: Case) -> Fraction:
    """Measure again for a branch that needs a value; a list of rules that lets it fire without one is wrong."""
    value = measure(metric, case.filed, case.standing).value
    if value is None:
        raise SettlementError("settle.contradicted", rule=case.firing.by_slot[row.id])
    return value


def decided(row: Row, metric: Metric, case: Case, worth: Worth) -> Settled:
    """Complete a decided row with its rule, its figures, and why neither "missing" nor "no-base" fired."""
    exact, why, arithmetic, unfired = worth
    others = [*unfired, Unfired(f"{row.id}/missing", _all_filed(metric, case))]
    if has_base(metric):
        others.append(Unfired(f"{row.id}/no-base", _bases(metric, case)))
    return Settled(exact, why, arithmetic, (case.firing.by_slot[row.id],), _figures(metric, case), tuple(others))


def undecided(row: Row, metric: Metric, case: Case, branches: tuple[str, ...]) -> Settled:
    """Say what is missing, or which denominator is zero; `branches` are the rules that need a value."""
    rule = case.firing.by_slot[row.id]
    lacking = rule == f"{row.id}/missing"
    why, because = _missing(metric, case) if lacking else _no_base(metric, case)
    others = [Unfired(each, because) for each in branches]
    if not lacking:
        others.append(Unfired(f"{row.id}/missing", _all_filed(metric, case)))
    elif has_base(metric):
        others.append(Unfired(f"{row.id}/no-base", because))
    return Settled(None, why, because, (rule,), _figures(metric, case), tuple(others))


def _figures(metric: Metric, case: Case) -> tuple[Figure, ...]:
    return results_of(case) if metric.share_met else figures_of(case, _asked(metric, case))


def _asked(metric: Metric, case: Case) -> tuple[str, ...]:
    return metric_inputs(metric) if metric.mean is None else asked(metric.mean, case.filed)


def _missing(metric: Metric, case: Case) -> tuple[Reason, str]:
    if metric.mean is not None and all(name in case.filed.facts for name in asked(metric.mean, case.filed)):
        return _incomplete(metric.mean, case)
    return missing(case, measure(metric, case.filed, case.standing).missing)


def _incomplete(mean: Mean, case: Case) -> tuple[Reason, str]:
    """Say how many terms of a series are there, and how many there must be."""
    terms = case.filed.facts[mean.of].value.split(",")
    given, wanted = (
        str(len([term for term in terms if term.strip()])),
        plain(case.filed.wanted_terms(mean.of) or Fraction(0)),
    )
    name = case.rubric.inputs[mean.of].name
    return reason("series-incomplete", input=name, given=given, wanted=wanted), f"{name}: {given} ≠ {wanted}"


def _no_base(metric: Metric, case: Case) -> tuple[Reason, str]:
    base = measure(metric, case.filed, case.standing).no_base
    name = next((row.name for row in case.rubric.leaves() if row.indicators is not None), "")
    if base in case.rubric.inputs:
        name = case.rubric.inputs[base].name
    return reason("no-base", input=name), f"{name} = 0"


def _all_filed(metric: Metric, case: Case) -> str:
    """Show that every figure is there."""
    if metric.share_met:
        return f"{case.standing.all - len(case.standing.missing)} = {case.standing.all}"
    return ", ".join(f"{case.rubric.inputs[name].name} = {as_filed(name, case.filed)}" for name in _asked(metric, case))


def _bases(metric: Metric, case: Case) -> str:
    """Show that no denominator is zero."""
    if metric.share_met:
        return f"{case.standing.all} ≠ 0"
    return ", ".join(f"{case.rubric.inputs[name].name} ≠ 0" for name in metric_inputs(metric)[1:])
