"""Everything that a rubric compiles to: five kinds of network, shared by all threads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.errors import NetworkError
from rules.network.compile_floors import compile_floors
from rules.network.compile_gaps import compile_gap
from rules.network.compile_indicators import compile_indicators
from rules.network.compile_monitoring import compile_indicator_pace, compile_spending
from rules.network.compile_rubric import compile_rubric
from rules.network.program import Program
from rules.network.variables import given

if TYPE_CHECKING:
    from rules.core.rubric import Input, Metric, Row, Rubric

_SEMANTICS = 1


class Plan:
    """The programs of one rubric.

    `rows` decides all rows and checks but the indicators, whose rows stand in `indicators`, each with how many of those
    rules come before its slots. `indicator` (by row id) decides one indicator for its row, `standing` whether its
    target is met where no row in `telling` says so. `spending` and `pace` (by rule id) are the monitoring, `gaps`
    those of its rules for which a distance is worked out first. `scored_inputs` and `watched_inputs` are the inputs
    that scoring and monitoring look at, `means` the means that either of them takes of a series.
    """

    def __init__(self, rubric: Rubric) -> None:
        """Raises NetworkError for a rubric that the network cannot decide."""
        if rubric.semantics != _SEMANTICS:
            raise NetworkError("network.unknown-semantics", version=str(rubric.semantics), known=str(_SEMANTICS))
        compiled = compile_rubric(rubric)
        self.rubric = rubric
        self.rows = Program(compiled.rules)
        self.indicators = compiled.indicators
        self.indicator = {row.id: Program(compile_indicators(row.id, row.indicators)) for row, _ in self.indicators}
        self.telling = frozenset(row.id for row, _ in self.indicators if _tells(row))
        self.standing = Program(compile_indicators("", None))
        self.spending = Program((*compile_spending(rubric), *compile_floors(rubric)))
        self.pace = {rule.id: Program(compile_indicator_pace(rule, rubric)) for rule in rubric.monitoring.indicators}
        self.gaps = {rule.id: rule for rule in rubric.monitoring.gaps}
        self.pace |= {name: Program(compile_gap(rule, rubric)) for name, rule in self.gaps.items()}
        metrics = _metrics(rubric)
        self.counts_indicators = any(metric.share_met for metric in metrics)
        self.means = tuple(dict.fromkeys(metric.mean for metric in metrics if metric.mean is not None))
        self.scored_inputs = _inputs(rubric, self.rows)
        self.watched_inputs = _inputs(rubric, self.spending, *self.pace.values())


def _inputs(rubric: Rubric, *programs: Program) -> dict[str, Input]:
    """The inputs whose presence the programs' forms ask for."""
    asked = {name for program in programs for form in program.forms for name in form.variables()}
    return {name: each for name, each in rubric.inputs.items() if given(name) in asked}


def _tells(row: Row) -> bool:
    """Whether what fires for an indicator says that its target is met; a band and a tier do not."""
    return row.indicators is not None and not row.indicators.bands and not row.indicators.tiers


def _metrics(rubric: Rubric) -> list[Metric]:
    shapes = (row.piecewise or row.steps for row in rubric.leaves())
    metrics = [shape.metric for shape in shapes if shape] + [rule.metric for rule in rubric.monitoring.spending]
    cap = None if rubric.adjust is None else rubric.adjust.cap_total
    return metrics if cap is None else [*metrics, cap.metric]
