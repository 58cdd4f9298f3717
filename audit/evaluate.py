"""One evaluation as the ledger says it: the same words while the year runs and when it is replayed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.payloads import EvaluationMade, EvaluationUndecided, Stage
from rules.core.writing import to_data

if TYPE_CHECKING:
    from rules.core.evaluation import Evaluation, MonitoringEvaluation
    from rules.core.facts import Facts
    from rules.evaluator import Evaluator, Outcome


def evaluate(
    evaluator: Evaluator, facts: Facts, stage: Stage, cause: int, rubric_hash: str
) -> EvaluationMade | EvaluationUndecided:
    """Score or monitor; `cause` is the sequence of the record that led to it."""
    outcome: Outcome[Evaluation] | Outcome[MonitoringEvaluation]
    outcome = evaluator.score(facts) if stage == "score" else evaluator.monitor(facts)
    if outcome.evaluation is not None:
        return EvaluationMade.model_validate(
            {
                "stage": stage,
                "cause": cause,
                "rubric_hash": rubric_hash,
                "evaluation": to_data(outcome.evaluation),
            }
        )
    difference = outcome.difference
    return EvaluationUndecided(
        stage=stage,
        cause=cause,
        rubric_hash=rubric_hash,
        code=difference.code if difference else "engine.silent",
        engine=difference.engine if difference else (),
        interpreter=difference.interpreter if difference else (),
    )
