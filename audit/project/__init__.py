"""From records to tables: the one place that writes projections, while the year runs and when it is replayed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy.exc import IntegrityError, NoResultFound

from audit.errors import AuditError
from audit.project.acknowledgements import project_deemed
from audit.project.acts import project_act
from audit.project.amendments import project_allowed_amendment
from audit.project.carrying import project_carried
from audit.project.changes import project_change
from audit.project.clock import project_clock
from audit.project.collections import project_contributor
from audit.project.corrections import project_approval, project_decline, project_proposal
from audit.project.dates import project_announcement, project_notice, project_outage, project_recomputed
from audit.project.erasures import project_erased, project_erasure_request
from audit.project.evaluations import project_made, project_reevaluation, project_undecided
from audit.project.execution import project_execution
from audit.project.extensions import project_extension
from audit.project.openings import (
    project_adoption,
    project_appointment,
    project_book,
    project_book_end,
    project_enrolment,
    project_nothing,
    project_phase,
    project_resumption,
    project_year_end,
)
from audit.project.results import project_suggestion
from audit.project.rows import written
from audit.project.samples import project_draw
from audit.project.sealing import project_addendum, project_seal
from audit.project.switching import (
    project_department_switch,
    project_switch,
    project_switch_decline,
    project_switch_proposal,
)
from audit.project.targets import project_doubts
from audit.project.tasks import project_claim, project_mark, project_reassignment, project_release, project_urging
from audit.project.warnings import project_suspension, project_warnings
from audit.upcast import payload_of, place_of
from models.access_payloads import ACCESS_KINDS, LOGIN_KINDS
from models.erasure_payloads import ERASED_KINDS
from models.payloads import ACT_KINDS, FORMS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlmodel import Session

    from models.ledger import Record
    from models.values import Frozen

# Each value takes the newest payload form of its kind; `project` is the only caller.
_PROJECTORS: Final[dict[str, Callable[..., None]]] = {
    "book.opened": project_book,
    "cycle.resumed": project_resumption,
    "appointment.made": project_appointment,
    "contributor.appointed": project_contributor,
    "rubric.adopted": project_adoption,
    "department.enrolled": project_enrolment,
    "phase.opened": project_phase,
    **dict.fromkeys(ACT_KINDS.values(), project_act),
    "targets.doubted": project_doubts,
    "reevaluation.ordered": project_reevaluation,
    "evaluation.made": project_made,
    "evaluation.undecided": project_undecided,
    "warnings.raised": project_warnings,
    "warning.suspended": project_suspension,
    "execution.received": project_nothing,
    "execution.imported": project_execution,
    "score.changed": project_change,
    "deadline.extended": project_extension,
    "calendar.announced": project_announcement,
    "deadline.recomputed": project_recomputed,
    "outage.recorded": project_outage,
    "notice.issued": project_notice,
    "deadline.reminded": project_clock,
    "deadline.overdue": project_clock,
    "request.refused": project_nothing,
    "acknowledgement.deemed": project_deemed,
    "sample.drawn": project_draw,
    "fact.carried": project_carried,
    "result.suggested": project_suggestion,
    "key.rotated": project_nothing,
    "erasure.requested": project_erasure_request,
    **dict.fromkeys(ERASED_KINDS.values(), project_erased),
    **dict.fromkeys(("access.opened", *ACCESS_KINDS, *LOGIN_KINDS), project_nothing),
    "year.concluded": project_year_end,
    "book.concluded": project_book_end,
    "book.sealed": project_seal,
    "addendum.authorised": project_addendum,
    "amendment.allowed": project_allowed_amendment,
    "correction.proposed": project_proposal,
    "correction.approved": project_approval,
    "correction.declined": project_decline,
    "rubric.switch-proposed": project_switch_proposal,
    "rubric.switch-declined": project_switch_decline,
    "rubric.switched": project_switch,
    "department.switched": project_department_switch,
    "task.claimed": project_claim,
    "task.released": project_release,
    "task.reassigned": project_reassignment,
    "task.marked": project_mark,
    "task.urged": project_urging,
}


# These only add rows of their own: many of them in a row need no look at what the one before it has written.
_ADDING: Final = frozenset(
    {
        "appointment.made",
        "deadline.overdue",
        "deadline.reminded",
        "department.enrolled",
        "evaluation.made",
        "evaluation.undecided",
        "execution.imported",
        "phase.opened",
    }
)


def project(session: Session, record: Record) -> None:
    """Let the tables follow one record.

    Raises AuditError: `record.unknown-kind` for what no release has written, `record.malformed` for a payload that is
    not of its kind's form, `record.does-not-follow` for a record that the ones before it leave no room for.
    """
    follow(session, ((record, payload_of(record)),))


def follow(session: Session, records: Sequence[tuple[Record, Frozen]]) -> None:
    """Let the tables follow records whose payloads are at hand; rows of neighbours are written together.

    Raises AuditError as `project` does; of records whose rows were written together it names the last.
    """
    for place, (record, payload) in enumerate(records):
        if place and record.kind not in _ADDING:
            _write(session, record)
        _follow(session, record, payload)
    if records:
        _write(session, records[-1][0])


def _follow(session: Session, record: Record, payload: Frozen) -> None:
    try:
        _PROJECTORS[record.kind](session, record, payload)
    except (NoResultFound, IntegrityError) as error:
        raise AuditError("record.does-not-follow", **place_of(record)) from error


def _write(session: Session, record: Record) -> None:
    try:
        written(session)
    except (NoResultFound, IntegrityError) as error:
        raise AuditError("record.does-not-follow", **place_of(record)) from error


def check_form(record: Record, payload: Frozen) -> None:
    """Refuse to write what could not be read again. Raises AuditError `record.unknown-kind`, `record.malformed`."""
    form = FORMS.get((record.kind, record.schema_version))
    if form is None:
        raise AuditError("record.unknown-kind", **place_of(record), version=str(record.schema_version))
    if type(payload) is not form:
        raise AuditError("record.malformed", **place_of(record))
