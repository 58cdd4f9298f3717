"""Everything that a rubric compiles to: four kinds of network, shared by all threads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.errors import NetworkError
from rules.network.compile_indicators import compile_indicators
from rules.network.compile_monitoring import compile_indicator_pace, compile_spending
from rules.network.compile_rubric import compile_rubric
from rules.network.program import Program
from rules.network.variables import given

if TYPE_CHECKING:
    from fractions import Fraction

    from rules.core.rubric import Input, Row, Rubric

_SEMANTICS = 1


class Plan:
    """The programs of one rubric.

    `rows` decides all rows and checks but the indicators row, whose slots stand after its first `before` rules;
    `indicator` decides one indicator; `spending` and `pace` (by rule id) are the monitoring. `scored_inputs` and
    `watched_inputs` are the inputs that scoring and monitoring look at.
    """

    def __init__(self, rubric: Rubric) -> None:
        """Raises NetworkError for a rubric that the network cannot decide."""
        if rubric.semantics != _SEMANTICS:
            raise NetworkError("network.unknown-semantics", version=str(rubric.semantics), known=str(_SEMANTICS))
        compiled = compile_rubric(rubric)
        self.rubric = rubric
        self.rows = Program(compiled.rules)
        self.before = compiled.before
        self.indicators_row = "" if compiled.indicators_row is None else compiled.indicators_row.id
        self.indicator = Program(compile_indicators(self.indicators_row, _over_completion(compiled.indicators_row)))
        self.spending = Program(compile_spending(rubric))
        self.pace = {rule.id: Program(compile_indicator_pace(rule, rubric)) for rule in rubric.monitoring.indicators}
        self.counts_indicators = _counts_indicators(rubric)
        self.scored_inputs = _inputs(rubric, self.rows)
        self.watched_inputs = _inputs(rubric, self.spending, *self.pace.values())


def _inputs(rubric: Rubric, *programs: Program) -> dict[str, Input]:
    """The inputs whose presence the programs' forms ask for."""
    asked = {name for program in programs for form in program.forms for name in form.variables()}
    return {name: each for name, each in rubric.inputs.items() if given(name) in asked}


def _over_completion(row: Row | None) -> Fraction | None:
    return None if row is None or row.indicators is None else row.indicators.over_completion


def _counts_indicators(rubric: Rubric) -> bool:
    shapes = (row.piecewise or row.steps for row in rubric.leaves())
    metrics = [shape.metric for shape in shapes if shape] + [rule.metric for rule in rubric.monitoring.spending]
    return any(metric.share_met for metric in metrics)
