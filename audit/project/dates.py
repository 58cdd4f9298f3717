"""Dates of the whole book: the calendar that was announced, due days computed again, outages, notices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.canonical import canonical_bytes
from audit.project.tell import Told, tell
from audit.project.turns import extend_task
from models.date_tables import Notice
from models.projections import Book

if TYPE_CHECKING:
    from sqlmodel import Session

    from models.date_payloads import CalendarAnnounced, DeadlineRecomputed, NoticeIssued, OutageRecorded
    from models.ledger import Record


def project_announcement(session: Session, record: Record, payload: CalendarAnnounced) -> None:
    """The book counts with the new calendar; the due days follow with records of their own."""
    book = session.get_one(Book, record.book)
    book.calendar, book.sequence = canonical_bytes(payload.calendar).decode(), record.sequence
    session.add(book)


def project_recomputed(session: Session, record: Record, payload: DeadlineRecomputed) -> None:
    """The task takes its new day; whoever has to act is told unless the day stays the same."""
    task = extend_task(session, record, payload.turn)
    if payload.due != payload.due_before:
        told = Told(task.role, payload.matter, task.act, "recomputed", payload.due)
        tell(session, record, told)


def project_outage(_session: Session, _record: Record, _payload: OutageRecorded) -> None:
    """Nothing follows from the outage itself: each due day that it puts off has a record of its own."""


def project_notice(session: Session, record: Record, payload: NoticeIssued) -> None:
    """A notice, once for each number."""
    session.add(
        Notice(
            book=record.book,
            number=payload.number,
            sequence=record.sequence,
            issued_on=payload.issued_on,
            title=payload.title,
            template=payload.template,
            document=canonical_bytes([one.model_dump(mode="json") for one in payload.phases]).decode(),
            actor=record.actor,
        )
    )
