"""Changed scores: kept for whoever asks what changed, told to both sides, the review reopened where it was closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from audit.canonical import canonical_bytes
from audit.project.rows import add_row
from audit.project.subject import department_of
from audit.project.tell import Told, tell
from audit.project.turns import move_matter
from models.score_changes import ScoreChange

if TYPE_CHECKING:
    from sqlmodel import Session

    from models.ledger import Record
    from models.payloads import ScoreChanged

_TOLD: Final = ("filler", "reviewer")


def project_change(session: Session, record: Record, payload: ScoreChanged) -> None:
    """Keep the difference and tell the department and its reviewer."""
    add_row(
        session,
        ScoreChange,
        book=record.book,
        sequence=record.sequence,
        department=department_of(record),
        cause=payload.cause,
        previous=payload.previous,
        evaluation=payload.evaluation,
        total_before=payload.total_before,
        total_after=payload.total_after,
        document=canonical_bytes(payload).decode(),
    )
    for role in _TOLD:
        tell(session, record, Told(role, "self-evaluation", payload.act, "score-changed"))
    if payload.reopened is not None:
        move_matter(session, record, payload.reopened)
