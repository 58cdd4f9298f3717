"""Check an order of the bureau before it is written: what it names must be there, and must allow it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from activities.authority import appointments_within
from activities.enrolled import enrolled
from activities.errors import RefusedError
from activities.require_words import require_words
from audit.filings import filings_of, phase_read
from deadlines.roles import conflicting
from models.collecting import AppointContributor
from models.commands import Adopt, Appoint, Enrol, Reevaluate
from models.projections import AdoptedRubric, Department
from rules.lint import lint
from rules.lint.phases import real_date
from rules.rubric_file import load_rubric

if TYPE_CHECKING:
    from datetime import date

    from sqlmodel import Session

    from activities.signatures import OrderCall

CONTRIBUTOR: Final = "contributor"


def check_order(session: Session, call: OrderCall) -> None:
    """Refuse what cannot be carried out; raises RefusedError, RulesError."""
    require_words(call.order.order)
    match call.order.order:
        case Appoint() as appoint:
            require_appointable(session, call.book, appoint)
        case AppointContributor() as contributor:
            enrolled(session, call.book, contributor.department)
            _require_days(contributor)
            _require_separate(session, call.book, contributor, CONTRIBUTOR)
        case Adopt() as adopt:
            _require_faultless(adopt)
        case Enrol() as enrol:
            _require_new(session, call.book, enrol)
        case Reevaluate() as again:
            _require_filing(session, call.book, again)


def _require_new(session: Session, book: str, enrol: Enrol) -> None:
    if session.get(AdoptedRubric, (book, enrol.rubric_hash)) is None:
        raise RefusedError("rubric.not-adopted", book=book, hash=enrol.rubric_hash)
    if session.get(Department, (book, enrol.department)) is not None:
        raise RefusedError("department.enrolled", book=book, department=enrol.department)


def _require_filing(session: Session, book: str, again: Reevaluate) -> None:
    phase = phase_read(session, book, again.department, again.stage)
    if not filings_of(session, book, again.department, phase):
        raise RefusedError("evaluation.nothing-filed", department=again.department, stage=again.stage)


def require_appointable(session: Session, book: str, appoint: Appoint) -> None:
    """Refuse days that are none, and duties that must not meet in one person."""
    if appoint.role == CONTRIBUTOR:
        raise RefusedError("appointment.which-division", actor=appoint.appointee)
    _require_days(appoint)
    _require_separate(session, book, appoint, appoint.role)


def _require_days(appoint: Appoint | AppointContributor) -> None:
    first = _day(appoint.from_day)
    if appoint.to_day is not None and _day(appoint.to_day) < first:
        raise RefusedError("appointment.ends-before-start", from_day=appoint.from_day, to_day=appoint.to_day)


def _day(text: str) -> date:
    """An appointment's days are compared as they are written, so there is one way to write them."""
    day = real_date(text)
    if day is None:
        raise RefusedError("appointment.bad-day", value=text)
    return day


def _require_separate(session: Session, book: str, appoint: Appoint | AppointContributor, role: str) -> None:
    """Duties must not meet in one person on any day of the new appointment, those still to come included."""
    within = appointments_within(session, book, appoint.appointee, appoint.from_day, appoint.to_day)
    held = [one.role for one in within]
    other = conflicting(role, held)
    if other is not None:
        raise RefusedError("appointment.conflict", actor=appoint.appointee, role=role, held=other)


def _require_faultless(adopt: Adopt) -> None:
    faults = lint(load_rubric(adopt.yaml.encode(), "rubric.yaml"))
    if faults:
        raise RefusedError("rubric.faulty", *faults, count=str(len(faults)), first="")
