"""Evaluate a department inside the transaction that filed its facts, and put the outcome on the record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import structlog

from activities.enrolled import enrolled
from activities.in_force import rubric_of
from activities.keys import evaluation_key
from activities.raise_warnings import raise_warnings
from activities.tell_change import tell_change
from audit.entry import Entry
from audit.evaluate import evaluate
from audit.facts_of import facts_of
from audit.filings import phase_read
from models.payloads import EvaluationMade, EvaluationUndecided, Stage
from models.values import instant

if TYPE_CHECKING:
    from activities.desk import Desk
    from audit.append import BookWriter
    from models.ledger import Record
    from rules.core.facts import Facts

STAGES: Final[dict[str, Stage]] = {
    "monitoring.file": "monitoring",
    "self-evaluation.file": "score",
    "self-evaluation.amend": "score",
}

log = structlog.get_logger()


def append_evaluation(
    desk: Desk, writer: BookWriter, cause: Record, rubric_hash: str, stage: Stage, facts: Facts | None = None
) -> None:
    """Score or monitor the department of `cause`; a disagreement of the two readers is recorded, never hidden.

    `facts` are those of the moment, where the caller has gathered them already.
    """
    scored, evaluator = desk.evaluators.of(writer.session, writer.book, rubric_hash)
    department = cause.subject_department or ""
    if facts is None:
        phase = phase_read(writer.session, writer.book, department, stage)
        facts = facts_of(writer.session, scored, writer.book, department, phase, cause.happened_at)
    payload = evaluate(evaluator, facts, stage, cause.sequence, rubric_hash)
    if isinstance(payload, EvaluationUndecided):
        # The operator's alarm: two independent readers of the same rubric must never differ.
        log.error("evaluation undecided", book=writer.book, department=department, cause=cause.sequence)
    evaluation = writer.append(
        Entry(
            kind="evaluation.made" if isinstance(payload, EvaluationMade) else "evaluation.undecided",
            key=evaluation_key(cause.key),
            actor="system",
            role="system",
            happened_at=instant(cause.happened_at),
            department=department,
            payload=payload,
        )
    )
    # What follows is due by the dates that the department's phases have.
    rubric = rubric_of(desk, writer.session, enrolled(writer.session, writer.book, department))
    if stage == "monitoring" and isinstance(payload, EvaluationMade):
        raise_warnings(writer, rubric, cause, evaluation)
    if stage == "score" and isinstance(payload, EvaluationMade):
        tell_change(writer, rubric, cause)
