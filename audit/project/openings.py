"""What opens and ends: the book, appointments, rubrics, departments, phases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.canonical import canonical_bytes
from audit.project.rows import add_row, change_equal
from audit.project.subject import department_of
from audit.project.turns import begin_matter
from models.projections import AdoptedRubric, Appointment, Book, Department

if TYPE_CHECKING:
    from sqlmodel import Session

    from models.ending_payloads import BookConcluded, YearConcluded
    from models.ledger import Record
    from models.payloads import (
        AppointmentMade,
        BookOpened,
        CycleResumed,
        DepartmentEnrolled,
        PhaseOpened,
        RubricAdopted,
    )
    from models.values import Frozen


def project_book(session: Session, record: Record, payload: BookOpened) -> None:
    """The book, and the officers whom its opening appoints."""
    add_row(
        session,
        Book,
        book=record.book,
        sequence=record.sequence,
        bureau=payload.bureau,
        name=payload.name,
        year=payload.year,
        kind=payload.kind,
        shift_seconds=payload.shift_seconds,
        calendar=canonical_bytes(payload.calendar).decode(),
    )
    for position, officer in enumerate(payload.officers):
        add_row(
            session,
            Appointment,
            book=record.book,
            sequence=record.sequence,
            position=position,
            actor=officer.actor,
            role=officer.role,
            department="",
            from_day=payload.opened_on,
            approved_by=record.actor,
        )


def project_resumption(session: Session, record: Record, payload: CycleResumed) -> None:
    """The book's new epoch."""
    book = session.get_one(Book, record.book)
    book.sequence, book.epoch = record.sequence, payload.epoch
    session.add(book)


def project_appointment(session: Session, record: Record, payload: AppointmentMade) -> None:
    """One role of one person."""
    add_row(
        session,
        Appointment,
        book=record.book,
        sequence=record.sequence,
        position=0,
        actor=payload.appointee,
        role=payload.role,
        department=payload.department or "",
        from_day=payload.from_day,
        to_day=payload.to_day,
        approved_by=payload.approved_by,
    )


def project_adoption(session: Session, record: Record, payload: RubricAdopted) -> None:
    """A rubric in force, whole."""
    session.merge(
        AdoptedRubric(
            book=record.book,
            hash=payload.hash,
            sequence=record.sequence,
            rubric=payload.rubric,
            version=payload.version,
            yaml=payload.yaml,
            canonical=payload.canonical,
        )
    )


def project_enrolment(session: Session, record: Record, payload: DepartmentEnrolled) -> None:
    """A department and its rubric."""
    add_row(
        session,
        Department,
        book=record.book,
        department=department_of(record),
        sequence=record.sequence,
        name=payload.name,
        rubric_hash=payload.rubric_hash,
        two_hands=payload.two_hands,
    )


def project_phase(session: Session, record: Record, payload: PhaseOpened) -> None:
    """A phase begins, and with it the matters that it asks for."""
    for turn in payload.turns:
        begin_matter(session, record, turn)


def project_nothing(_session: Session, _record: Record, _payload: Frozen) -> None:
    """Nothing follows: keys lie in files beside the signed heads, and a look leaves what it looked at as it was."""


def project_year_end(session: Session, record: Record, _payload: YearConcluded) -> None:
    """The department's year is over."""
    here = {"book": record.book, "department": department_of(record)}
    change_equal(session, Department, here, needed=True, concluded=True, sequence=record.sequence)


def project_book_end(session: Session, record: Record, _payload: BookConcluded) -> None:
    """Every department's year is over."""
    change_equal(session, Book, {"book": record.book}, needed=True, concluded=True, sequence=record.sequence)
