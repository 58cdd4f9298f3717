"""From records to tables: the one place that writes projections, while the year runs and when it is replayed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pydantic import ValidationError
from sqlalchemy.exc import IntegrityError, NoResultFound

from audit.errors import AuditError
from audit.project.acts import project_act
from audit.project.clock import project_clock
from audit.project.evaluations import project_made, project_reevaluation, project_undecided
from audit.project.openings import (
    project_adoption,
    project_appointment,
    project_book,
    project_book_end,
    project_enrolment,
    project_phase,
    project_year_end,
)
from models.payloads import ACT_KINDS, FORMS

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlmodel import Session

    from models.ledger import LedgerRecord

# Each value takes the payload form that FORMS declares for its kind; `project` is the only caller and keeps to it.
_PROJECTORS: Final[dict[str, Callable[..., None]]] = {
    "book.opened": project_book,
    "appointment.made": project_appointment,
    "rubric.adopted": project_adoption,
    "department.enrolled": project_enrolment,
    "phase.opened": project_phase,
    **dict.fromkeys(ACT_KINDS.values(), project_act),
    "reevaluation.ordered": project_reevaluation,
    "evaluation.made": project_made,
    "evaluation.undecided": project_undecided,
    "deadline.reminded": project_clock,
    "deadline.overdue": project_clock,
    "year.concluded": project_year_end,
    "book.concluded": project_book_end,
}


def project(session: Session, record: LedgerRecord) -> None:
    """Let the tables follow one record.

    Raises AuditError: `record.unknown-kind` for what no release has written, `record.malformed` for a payload that is
    not of its kind's form, `record.does-not-follow` for a record that the ones before it leave no room for.
    """
    form = FORMS.get((record.kind, record.schema_version))
    if form is None:
        raise AuditError(
            "record.unknown-kind",
            book=record.book,
            sequence=str(record.sequence),
            kind=record.kind,
            version=str(record.schema_version),
        )
    try:
        _PROJECTORS[record.kind](session, record, form.model_validate_json(record.payload))
        session.flush()
    except ValidationError as error:
        raise _fault("record.malformed", record) from error
    except (NoResultFound, IntegrityError) as error:
        raise _fault("record.does-not-follow", record) from error


def _fault(code: str, record: LedgerRecord) -> AuditError:
    return AuditError(code, book=record.book, sequence=str(record.sequence), kind=record.kind)
