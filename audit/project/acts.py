"""A person's act: the turns that follow, and the table that its content belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlmodel import col

from audit.canonical import canonical_bytes, member_bytes
from audit.filings import filings_of, is_amendment
from audit.project.acknowledgements import ACKNOWLEDGEMENT, await_acknowledgement, follow_acknowledgement
from audit.project.collections import begin_collection, follow_collection, hold_returned
from audit.project.evidence import keep_piece
from audit.project.findings import follow_finding, order_findings
from audit.project.rows import add_row, change_rows, written
from audit.project.subject import department_of
from audit.project.targets import follow_adjustment, score_quality, sign_targets
from audit.project.turns import begin_matter, move_matter
from audit.project.warnings import follow_warning
from models.collecting import CollectionAsk
from models.commands import Amendment, Filed, ReviewResult
from models.disputes import DisputeAnswer
from models.evidence import Piece
from models.projections import Filing, Prepared, Review
from models.targets import Approval

if TYPE_CHECKING:
    from sqlmodel import Session

    from models.ledger import Record
    from models.payloads import ActDone
    from models.receipts import ReviewOutcome

_ADJUSTMENT: Final = "adjustment"
# The approval of targets begins their adjustment.
_BEGUN: Final = {"targets.approved": frozenset({_ADJUSTMENT})}
_TARGETS: Final = "targets"
COLLECTION: Final = "collection"
_PREPARED: Final = ".prepared"
_WITHDRAWN: Final = ".withdrawn"


def project_act(session: Session, record: Record, payload: ActDone) -> None:
    """Follow one act; evidence and the asking of a division change nobody's turn."""
    match payload.content:
        case Piece() as piece:
            keep_piece(session, record, payload.matter, piece)
        case CollectionAsk() as ask:
            begin_collection(session, record, payload, ask)
        case _:
            _move(session, record, payload, _keep(session, record, payload))
            hold_returned(session, record, payload)


def _move(session: Session, record: Record, payload: ActDone, begun: frozenset[str]) -> None:
    for turn in payload.turns:
        if turn.course == ACKNOWLEDGEMENT and payload.matter != ACKNOWLEDGEMENT:
            await_acknowledgement(session, record, turn)
        elif turn.matter in begun:
            begin_matter(session, record, turn)
        else:
            move_matter(session, record, turn, payload.days_late if turn.matter == payload.matter else 0)


def _keep(session: Session, record: Record, payload: ActDone) -> frozenset[str]:
    """Keep what the act brings in its table; returns the matters that it begins."""
    match payload.content:
        case Filed() if record.kind.endswith(_PREPARED):
            _add_prepared(session, record, payload)
        case Filed() | Amendment() as filed:
            _add_filing(session, record, payload)
            if payload.matter == _TARGETS and isinstance(filed, Filed):
                sign_targets(session, record, filed)
        case Approval() as approval:
            score_quality(session, record, approval)
        case ReviewResult() as review:
            add_review(session, record, payload.review, record.actor)
            return order_findings(session, record, review)
        case DisputeAnswer():
            add_review(session, record, payload.review, record.actor)
            follow_acknowledgement(session, record, payload)
        case _:
            _follow(session, record, payload)
    return _BEGUN.get(record.kind, frozenset())


def _follow(session: Session, record: Record, payload: ActDone) -> None:
    course, _, _ = payload.act.partition(".")
    if record.kind.endswith(_WITHDRAWN):
        _withdraw(session, record, payload.matter)
    elif course == "warning":
        follow_warning(session, record, payload)
    elif course == "finding":
        follow_finding(session, record, payload)
    elif course == _ADJUSTMENT:
        follow_adjustment(session, record, payload)
    elif course == ACKNOWLEDGEMENT:
        follow_acknowledgement(session, record, payload)
    elif course == COLLECTION:
        follow_collection(session, record, payload)


def _withdraw(session: Session, record: Record, phase: str) -> None:
    """What stands as filed stands no longer, with all that was amended in it since."""
    standing = filings_of(written(session), record.book, department_of(record), phase)
    whole = max(one.sequence for one in standing if not is_amendment(one))
    here = (col(Filing.book) == record.book, col(Filing.sequence).in_([one.sequence for one in standing]))
    moment = record.received_at or record.happened_at
    change_rows(session, Filing, *here, col(Filing.sequence) >= whole, withdrawn_at=moment)


def _add_prepared(session: Session, record: Record, payload: ActDone) -> None:
    add_row(
        session,
        Prepared,
        book=record.book,
        sequence=record.sequence,
        department=department_of(record),
        phase=payload.matter,
        actor=record.actor,
        document=member_bytes(record.payload, payload, "content"),
    )


def _add_filing(session: Session, record: Record, payload: ActDone) -> None:
    add_row(
        session,
        Filing,
        book=record.book,
        sequence=record.sequence,
        department=department_of(record),
        phase=payload.matter,
        actor=record.actor,
        received_at=record.received_at or record.happened_at,
        due=payload.due,
        days_late=payload.days_late,
        document=member_bytes(record.payload, payload, "content"),
        counted=canonical_bytes([one.model_dump(mode="json") for one in payload.counted]).decode(),
    )


def add_review(session: Session, record: Record, outcome: ReviewOutcome | None, actor: str) -> None:
    """Keep the outcome of a review by this person; an earlier one stays beside it."""
    if outcome is not None:
        add_row(
            session,
            Review,
            book=record.book,
            sequence=record.sequence,
            department=department_of(record),
            actor=actor,
            evaluation_sequence=outcome.evaluation_sequence,
            total=outcome.total,
            grade=outcome.grade,
            document=canonical_bytes(outcome.model_dump(mode="json", include={"rows"})).decode(),
        )
