"""The receipt of a record: read from what was written, so that sending again gets the same answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from activities.keys import evaluation_key
from audit.append import find
from audit.canonical import canonical_bytes
from audit.errors import IdempotencyConflictError
from models.payloads import ACT_KINDS, ActDone, EvaluationMade, PhaseOpened
from models.receipts import Receipt, ScoreNote

if TYPE_CHECKING:
    from sqlmodel import Session

    from models.commands import Content
    from models.ledger import LedgerRecord


def receipt_of(session: Session, record: LedgerRecord) -> Receipt:
    """Build the receipt of an act, an opening or an order."""
    plain = Receipt(book=record.book, sequence=record.sequence, hash=record.hash, recorded_at=record.recorded_at)
    if record.kind == "phase.opened":
        return plain.model_copy(update={"turn": PhaseOpened.model_validate_json(record.payload).turn})
    if record.kind not in ACT_KINDS.values():
        return plain.model_copy(update={"score": _score_note(session, record)})
    done = ActDone.model_validate_json(record.payload)
    update = {"turn": done.turn, "days_late": done.days_late, "score": _score_note(session, record)}
    return plain.model_copy(update=update)


def _score_note(session: Session, record: LedgerRecord) -> ScoreNote | None:
    evaluation = find(session, record.book, evaluation_key(record.key))
    if evaluation is None:
        return None
    if evaluation.kind != "evaluation.made":
        return ScoreNote(sequence=evaluation.sequence, undecided=True)
    made = EvaluationMade.model_validate_json(evaluation.payload).evaluation
    warnings = made.get("warnings")
    return ScoreNote.model_validate(
        {
            "sequence": evaluation.sequence,
            "undecided": False,
            "total": made.get("total"),
            "covers": made.get("of"),
            "grade": made.get("grade"),
            "warnings": len(warnings) if isinstance(warnings, list) else 0,
        }
    )


def require_same_act(record: LedgerRecord, department: str, actor: str, act: str, content: Content) -> None:
    """The key has been used: by the same act, or by another one, which is a conflict."""
    if (record.subject_department, record.actor, record.kind) == (department, actor, ACT_KINDS.get(act)):
        done = ActDone.model_validate_json(record.payload)
        if canonical_bytes(done.content.model_dump(mode="json")) == canonical_bytes(content.model_dump(mode="json")):
            return
    raise IdempotencyConflictError(book=record.book, key=record.key, sequence=str(record.sequence))
