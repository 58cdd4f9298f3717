"""Evaluations: the score or the mid-year reading that one record holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.canonical import canonical_bytes, member_bytes
from audit.errors import AuditError
from audit.project.rows import add_row
from audit.project.subject import department_of
from audit.upcast import place_of
from models.projections import Score

if TYPE_CHECKING:
    from sqlmodel import Session

    from models.ledger import Record
    from models.payloads import EvaluationMade, EvaluationUndecided, ReevaluationOrdered


def project_made(session: Session, record: Record, payload: EvaluationMade) -> None:
    """Keep the evaluation; the warnings that follow from one are the next record."""
    add_row(
        session,
        Score,
        book=record.book,
        sequence=record.sequence,
        department=department_of(record),
        stage=payload.stage,
        state="made",
        total=_said(record, payload, "total"),
        covers=_said(record, payload, "of"),
        grade=_said(record, payload, "grade"),
        document=member_bytes(record.payload, payload, "evaluation"),
    )


def project_reevaluation(_session: Session, _record: Record, _payload: ReevaluationOrdered) -> None:
    """Nothing follows from the order itself; the evaluation that it leads to is the next record."""


def project_undecided(session: Session, record: Record, payload: EvaluationUndecided) -> None:
    """Keep that nothing was decided, with both lists; the last score stays the last score."""
    add_row(
        session,
        Score,
        book=record.book,
        sequence=record.sequence,
        department=department_of(record),
        stage=payload.stage,
        state="undecided",
        document=canonical_bytes(payload),
    )


def _said(record: Record, payload: EvaluationMade, name: str) -> str | None:
    """A part of the evaluation that has a column of its own. Raises AuditError `record.malformed`."""
    said = payload.evaluation.get(name)
    if said is not None and not isinstance(said, str):
        raise AuditError("record.malformed", **place_of(record))
    return said
