"""From records to tables: the one place that writes projections, while the year runs and when it is replayed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pydantic import ValidationError
from sqlalchemy.exc import IntegrityError, NoResultFound

from audit.errors import AuditError
from audit.project.acts import project_act
from audit.project.changes import project_change
from audit.project.clock import project_clock
from audit.project.dates import project_announcement, project_notice, project_outage, project_recomputed
from audit.project.evaluations import project_made, project_reevaluation, project_undecided
from audit.project.extensions import project_extension
from audit.project.openings import (
    project_adoption,
    project_appointment,
    project_book,
    project_book_end,
    project_enrolment,
    project_phase,
    project_resumption,
    project_rotation,
    project_year_end,
)
from audit.project.warnings import project_warnings
from models.payloads import ACT_KINDS, FORMS

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlmodel import Session

    from models.ledger import LedgerRecord
    from models.values import Frozen

# Each value takes the payload form that FORMS declares for its kind and version; `project` is the only caller.
_PROJECTORS: Final[dict[tuple[str, int], Callable[..., None]]] = {
    ("book.opened", 1): project_book,
    ("cycle.resumed", 1): project_resumption,
    ("appointment.made", 1): project_appointment,
    ("rubric.adopted", 1): project_adoption,
    ("department.enrolled", 1): project_enrolment,
    ("phase.opened", 1): project_phase,
    **dict.fromkeys(((kind, 1) for kind in ACT_KINDS.values()), project_act),
    ("reevaluation.ordered", 1): project_reevaluation,
    ("evaluation.made", 1): project_made,
    ("evaluation.undecided", 1): project_undecided,
    ("warnings.raised", 1): project_warnings,
    ("score.changed", 1): project_change,
    ("deadline.extended", 1): project_extension,
    ("calendar.announced", 1): project_announcement,
    ("deadline.recomputed", 1): project_recomputed,
    ("outage.recorded", 1): project_outage,
    ("notice.issued", 1): project_notice,
    ("deadline.reminded", 1): project_clock,
    ("deadline.overdue", 1): project_clock,
    ("key.rotated", 1): project_rotation,
    ("year.concluded", 1): project_year_end,
    ("book.concluded", 1): project_book_end,
}


def project(session: Session, record: LedgerRecord) -> None:
    """Let the tables follow one record.

    Raises AuditError: `record.unknown-kind` for what no release has written, `record.malformed` for a payload that is
    not of its kind's form, `record.does-not-follow` for a record that the ones before it leave no room for.
    """
    payload = payload_of(record)
    try:
        _PROJECTORS[(record.kind, record.schema_version)](session, record, payload)
        session.flush()
    except (NoResultFound, IntegrityError) as error:
        raise AuditError("record.does-not-follow", **_place(record)) from error


def payload_of(record: LedgerRecord) -> Frozen:
    """The typed payload of a record. Raises AuditError `record.unknown-kind`, `record.malformed`."""
    form = FORMS.get((record.kind, record.schema_version))
    if form is None:
        raise AuditError("record.unknown-kind", **_place(record), version=str(record.schema_version))
    try:
        return form.model_validate_json(record.payload)
    except ValidationError as error:
        raise AuditError("record.malformed", **_place(record)) from error


def _place(record: LedgerRecord) -> dict[str, str]:
    return {"book": record.book, "sequence": str(record.sequence), "kind": record.kind}
