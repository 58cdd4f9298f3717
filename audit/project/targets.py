"""Targets beyond their filing: signature, quality score, doubts, and adjustments with what became of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy.exc import NoResultFound
from sqlmodel import col

from audit.canonical import canonical_bytes
from audit.project.rows import add_row, change_rows
from audit.project.subject import department_of
from audit.target_doubts import indicators_in
from models.commands import Answer, Filed
from models.target_tables import DoubtedTargets, TargetAdjustment, TargetQuality, TargetSignature
from models.targets import Adjustment, Approval
from rules.target_doubts import signature_of

if TYPE_CHECKING:
    from sqlmodel import Session

    from models.ledger import Record
    from models.payloads import ActDone
    from models.targets import TargetsDoubted

_FILED: Final = "filed"
_ANSWERED: Final = {"adjustment.approve": "approved", "adjustment.refuse": "refused"}


def project_doubts(session: Session, record: Record, payload: TargetsDoubted) -> None:
    """The doubts, beside what they are about."""
    add_row(
        session,
        DoubtedTargets,
        book=record.book,
        sequence=record.sequence,
        department=department_of(record),
        cause=payload.cause,
        document=canonical_bytes(payload.model_dump(mode="json", exclude={"cause"})).decode(),
    )


def sign_targets(session: Session, record: Record, filed: Filed) -> None:
    """By its signature a copy of these targets is found; that of an earlier filing is forgotten."""
    signature = signature_of(indicators_in(filed, department_of(record)))
    here = (col(TargetSignature.book) == record.book, col(TargetSignature.department) == department_of(record))
    values = {"sequence": record.sequence, "signature": signature or ""}
    if not change_rows(session, TargetSignature, *here, **values):
        add_row(session, TargetSignature, book=record.book, department=department_of(record), **values)


def score_quality(session: Session, record: Record, approval: Approval) -> None:
    """The bureau's score of the targets that it approved."""
    add_row(
        session,
        TargetQuality,
        book=record.book,
        department=department_of(record),
        sequence=record.sequence,
        actor=record.actor,
        score=approval.quality.score,
        reason=approval.quality.reason,
    )


def follow_adjustment(session: Session, record: Record, payload: ActDone) -> None:
    """An adjustment is filed, or the one that waits is answered."""
    match payload.content:
        case Adjustment() as adjustment:
            add_row(
                session,
                TargetAdjustment,
                book=record.book,
                sequence=record.sequence,
                department=department_of(record),
                actor=record.actor,
                received_at=record.received_at or record.happened_at,
                document=canonical_bytes(adjustment).decode(),
                state=_FILED,
            )
        case Answer() as answer:
            _answer(session, record, _ANSWERED[payload.act], answer.opinion)


def _answer(session: Session, record: Record, state: str, opinion: str | None) -> None:
    """Raises NoResultFound where none waits."""
    changed = change_rows(
        session,
        TargetAdjustment,
        col(TargetAdjustment.book) == record.book,
        col(TargetAdjustment.department) == department_of(record),
        col(TargetAdjustment.state) == _FILED,
        state=state,
        answered=record.sequence,
        answered_at=record.received_at or record.happened_at,
        answered_by=record.actor,
        opinion=opinion,
    )
    if not changed:
        raise NoResultFound
