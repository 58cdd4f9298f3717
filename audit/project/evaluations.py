"""Evaluations: the score or the warnings that one record holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from audit.canonical import canonical_bytes
from audit.project.subject import department_of
from models.projections import RaisedWarning, Score
from models.values import Frozen

if TYPE_CHECKING:
    from sqlmodel import Session

    from models.ledger import LedgerRecord
    from models.payloads import EvaluationMade, EvaluationUndecided, ReevaluationOrdered


class _Result(Frozen, extra="ignore"):
    """The parts of an evaluation that have columns of their own."""

    total: str | None = None
    of: str | None = None
    grade: str | None = None


class _WarningHead(Frozen, extra="ignore"):
    rule: str
    about: str
    name: str
    colour: str


_WARNINGS = TypeAdapter(list[_WarningHead])


def project_made(session: Session, record: LedgerRecord, payload: EvaluationMade) -> None:
    """Keep the evaluation, and each warning that it raised."""
    result = _Result.model_validate(payload.evaluation)
    session.add(
        Score(
            book=record.book,
            sequence=record.sequence,
            department=department_of(record),
            stage=payload.stage,
            state="made",
            total=result.total,
            covers=result.of,
            grade=result.grade,
            document=canonical_bytes(payload.evaluation).decode(),
        )
    )
    raised = payload.evaluation.get("warnings", [])
    for head, whole in zip(_WARNINGS.validate_python(raised), raised if isinstance(raised, list) else [], strict=True):
        session.add(
            RaisedWarning(
                book=record.book,
                sequence=record.sequence,
                rule=head.rule,
                department=department_of(record),
                about=head.about,
                name=head.name,
                colour=head.colour,
                document=canonical_bytes(whole).decode(),
            )
        )


def project_reevaluation(_session: Session, _record: LedgerRecord, _payload: ReevaluationOrdered) -> None:
    """Nothing follows from the order itself; the evaluation that it leads to is the next record."""


def project_undecided(session: Session, record: LedgerRecord, payload: EvaluationUndecided) -> None:
    """Keep that nothing was decided, with both lists; the last score stays the last score."""
    session.add(
        Score(
            book=record.book,
            sequence=record.sequence,
            department=department_of(record),
            stage=payload.stage,
            state="undecided",
            document=canonical_bytes(payload.model_dump(mode="json")).decode(),
        )
    )
