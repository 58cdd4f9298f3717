"""What is kept in which book, class by class, and from which day it may go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from sqlmodel import Session, col, func, select

from app.erasure.subject import class_of
from deadlines.local_time import local_date
from models.book import BookId
from models.evidence_tables import Evidence
from models.ledger import Head, LedgerRecord
from models.projections import Appointment
from models.side_stores import CommittedText, Person
from models.values import instant

if TYPE_CHECKING:
    from collections.abc import Mapping

    from activities.desk import Desk
    from app.retention_schedule import DocumentClass
    from app.settings import Settings


@dataclass(frozen=True)
class Retained:
    """How many documents of a class a book keeps (for logs: files, of no book); `due` is None for ever.

    Where each document has a day of its own, `due` is the earliest. `over` says that this day has come.
    """

    name: str
    book: str
    kept: int
    due: str | None
    over: bool


def retained(settings: Settings, desk: Desk, schedule: Mapping[str, DocumentClass]) -> list[Retained]:
    """Every class in every book that keeps something of it, in the schedule's order."""
    today = local_date(desk.clock())
    with desk.reading() as session:
        books = session.exec(select(Head.book).order_by(col(Head.book))).all()
        found = {(book, name): kept for book in books for name, kept in _counts(session, book).items() if kept}
        firsts = {book: _first(session, book) for book in books}
    rows = [
        _retained(schedule[name], name, book, kept, firsts[book], today)
        for name in schedule
        for (book, one), kept in found.items()
        if one == name
    ]
    return rows + _logs(settings, schedule["logs"], today)


def _counts(session: Session, book: str) -> dict[str, int]:
    records = session.get_one(Head, book).sequence
    if BookId.parse(book).kind == "access":
        return {"access": records}
    texts = session.exec(
        select(CommittedText).where(col(CommittedText.book) == book, col(CommittedText.text).is_not(None))
    ).all()
    classes = [class_of(session, text) for text in texts]
    people = select(func.count(func.distinct(Appointment.actor))).where(
        col(Appointment.book) == book, col(Appointment.actor).in_(select(Person.actor))
    )
    evidence = select(func.count()).select_from(Evidence).where(col(Evidence.book) == book)
    return {
        "ledger": records,
        "evidence": session.exec(evidence).one(),
        "reasons": classes.count("reasons"),
        "opinions": classes.count("opinions"),
        "people": session.exec(people).one(),
    }


def _first(session: Session, book: str) -> date:
    return local_date(instant(session.get_one(LedgerRecord, (book, 1)).recorded_at))


def _retained(one: DocumentClass, name: str, book: str, kept: int, recorded: date, today: date) -> Retained:
    due = one.due(BookId.parse(book).year, recorded)
    return Retained(name, book, kept, None if due is None else due.isoformat(), over=due is not None and due <= today)


def _logs(settings: Settings, one: DocumentClass, today: date) -> list[Retained]:
    files = [path for path in settings.logs.glob("*") if path.is_file()]
    if not files:
        return []
    oldest = local_date(datetime.fromtimestamp(min(path.stat().st_mtime for path in files), UTC))
    due = one.due(oldest.year, oldest)
    text = None if due is None else due.isoformat()
    return [Retained("logs", "", len(files), text, over=due is not None and due <= today)]
