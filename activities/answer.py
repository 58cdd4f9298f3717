"""The receipt of a record: read from what was written, so that sending again gets the same answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from activities.keys import change_key, evaluation_key, warnings_key
from audit.append import find
from audit.canonical import canonical_bytes
from audit.errors import IdempotencyConflictError
from audit.upcast import payload_as
from models.date_payloads import CalendarAnnounced, OutageRecorded
from models.monitoring_payloads import WarningsRaised
from models.payloads import ACT_KINDS, ActDone, DeadlineExtended, EvaluationMade, PhaseOpened, ScoreChanged
from models.receipts import ChangeNote, Receipt, RowNote, ScoreNote, Turn
from models.sealing_payloads import CorrectionApproved

if TYPE_CHECKING:
    from sqlmodel import Session

    from models.commands import Deed
    from models.ledger import Record

_NOTED: Final = set(ChangeNote.model_fields)


def receipt_of(session: Session, record: Record) -> Receipt:
    """Build the receipt of an act, an opening or an order."""
    plain = Receipt(book=record.book, sequence=record.sequence, hash=record.hash, recorded_at=record.recorded_at)
    if record.kind == "phase.opened":
        return plain.model_copy(update={"turns": payload_as(record, PhaseOpened).turns})
    if record.kind == "deadline.extended":
        turn = payload_as(record, DeadlineExtended).turn
        # As it comes over the wire: whoever sends again gets the very receipt that the first sending got.
        return plain.model_copy(update={"turns": (Turn.model_validate(turn.model_dump()),)})
    if record.kind == "calendar.announced":
        return plain.model_copy(update={"moved": payload_as(record, CalendarAnnounced).moved})
    if record.kind == "outage.recorded":
        down = payload_as(record, OutageRecorded)
        return plain.model_copy(update={"moved": down.moved, "late": down.late})
    if record.kind == "correction.approved":
        plain = _corrected(plain, payload_as(record, CorrectionApproved))
    changed = _change(session, record)
    reopened = (changed.reopened,) if changed is not None and changed.reopened is not None else ()
    turns = (*plain.turns, *_warning_turns(session, record), *reopened)
    update = {"turns": turns, "score": _score_note(session, record), "change": plain.change or _change_note(changed)}
    if record.kind not in ACT_KINDS.values():
        return plain.model_copy(update=update)
    done = payload_as(record, ActDone)
    mine = {"turns": (*done.turns, *turns), "days_late": done.days_late, "review": done.review}
    return plain.model_copy(update={**update, **mine})


def _corrected(plain: Receipt, approved: CorrectionApproved) -> Receipt:
    """What the approval of a correction says itself."""
    change = None if approved.change is None else ChangeNote(**approved.change.model_dump(include=_NOTED))
    return plain.model_copy(update={"turns": approved.turns, "review": approved.review, "change": change})


def _change(session: Session, record: Record) -> ScoreChanged | None:
    found = find(session, record.book, change_key(record.key))
    return None if found is None else payload_as(found, ScoreChanged)


def _change_note(changed: ScoreChanged | None) -> ChangeNote | None:
    if changed is None:
        return None
    rows = tuple(RowNote.model_validate(row.model_dump(include=set(RowNote.model_fields))) for row in changed.rows)
    return ChangeNote(total_before=changed.total_before, total_after=changed.total_after, rows=rows)


def _warning_turns(session: Session, record: Record) -> tuple[Turn, ...]:
    """The turns of the warnings that this record's reading raised or ended."""
    raised = find(session, record.book, warnings_key(record.key))
    if raised is None:
        return ()
    payload = payload_as(raised, WarningsRaised)
    return (*payload.superseded, *(entry.turn for entry in payload.raised))


def _score_note(session: Session, record: Record) -> ScoreNote | None:
    evaluation = find(session, record.book, evaluation_key(record.key))
    if evaluation is None:
        return None
    if evaluation.kind != "evaluation.made":
        return ScoreNote(sequence=evaluation.sequence, undecided=True)
    made = payload_as(evaluation, EvaluationMade).evaluation
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


def require_same_act(record: Record, department: str, deed: Deed) -> None:
    """The key has been used: by the same act, or by another one, which is a conflict."""
    if (record.subject_department, record.actor, record.kind) == (department, deed.actor, ACT_KINDS.get(deed.act)):
        done = payload_as(record, ActDone)
        if done.matter == deed.matter and canonical_bytes(done.content) == canonical_bytes(deed.content):
            return
    raise IdempotencyConflictError(book=record.book, key=record.key, sequence=str(record.sequence))
