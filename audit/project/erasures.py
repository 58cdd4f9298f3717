"""Erasures: what was asked for, and that it was done. The side stores of texts and people are not touched here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.erasures import Erasure

if TYPE_CHECKING:
    from sqlmodel import Session

    from models.erasure_payloads import Erased, ErasureRequested
    from models.ledger import Record


def project_erasure_request(session: Session, record: Record, payload: ErasureRequested) -> None:
    """A request that waits for somebody else's approval."""
    session.add(
        Erasure(
            book=record.book,
            request=record.sequence,
            sequence=record.sequence,
            what=payload.what,
            target=payload.target,
            ground=payload.ground,
            requested_by=record.actor,
            requested_at=record.happened_at,
        )
    )


def project_erased(session: Session, record: Record, payload: Erased) -> None:
    """The request was approved and carried out."""
    erasure = session.get_one(Erasure, (record.book, payload.request))
    erasure.sequence, erasure.approved_by, erasure.erased_at = record.sequence, record.actor, record.happened_at
    session.add(erasure)
