"""Scores without an engine: the path that needs nothing but the standard library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.core.admission import admit
from rules.core.semantics import interpret, interpret_monitoring, settle, settle_monitoring

if TYPE_CHECKING:
    from rules.core.evaluation import Evaluation, MonitoringEvaluation
    from rules.core.facts import Facts
    from rules.core.rubric import Rubric


def score(rubric: Rubric, rubric_hash: str, facts: Facts) -> Evaluation:
    """Admit, decide, settle. Raises FactsError when the facts cannot be used with this rubric."""
    admit(rubric, facts)
    return settle(rubric, rubric_hash, facts, interpret(rubric, facts))


def monitor(rubric: Rubric, rubric_hash: str, facts: Facts) -> MonitoringEvaluation:
    """Admit, decide and settle a mid-year reading. Raises FactsError as `score` does."""
    admit(rubric, facts)
    return settle_monitoring(rubric, rubric_hash, facts, interpret_monitoring(rubric, facts))
