"""Collections within a department: the contacts of its divisions, what was asked, and what was brought."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from sqlmodel import col

from audit.canonical import canonical_bytes
from audit.project.rows import add_row, change_rows, written
from audit.project.subject import department_of
from audit.project.turns import begin_matter
from models.collecting import Collected, CollectionReturn
from models.collections_asked import Collection, Division
from models.commands import Answer
from models.projections import Appointment, Task

if TYPE_CHECKING:
    from sqlmodel import Session

    from models.collecting import CollectionAsk, ContributorAppointed
    from models.ledger import Record
    from models.payloads import ActDone

_STATES: Final = {
    "collection.answer": "answered",
    "collection.return": "returned",
    "collection.accept": "accepted",
    "collection.cancel": "cancelled",
}


def project_contributor(session: Session, record: Record, payload: ContributorAppointed) -> None:
    """One contact of one division; the division has the name that it was given last."""
    department = department_of(record)
    add_row(
        session,
        Appointment,
        book=record.book,
        sequence=record.sequence,
        position=0,
        actor=payload.appointee,
        role="contributor",
        department=department,
        from_day=payload.from_day,
        to_day=payload.to_day,
        approved_by=payload.approved_by,
        division=payload.division,
    )
    written(session).merge(
        Division(
            book=record.book,
            department=department,
            division=payload.division,
            sequence=record.sequence,
            name=payload.division_name,
        )
    )


def begin_collection(session: Session, record: Record, payload: ActDone, ask: CollectionAsk) -> None:
    """A division is asked, and its contact holds the task."""
    add_row(
        session,
        Collection,
        book=record.book,
        department=department_of(record),
        matter=ask.matter,
        sequence=record.sequence,
        phase=payload.matter,
        division=ask.division,
        contributor=ask.contributor,
        asked_by=record.actor,
        due=ask.due,
        inputs=json.dumps(ask.inputs),
        rows=json.dumps(ask.rows),
        words=ask.words,
        state="asked",
    )
    for turn in payload.turns:
        begin_matter(session, record, turn)
    _hold(session, record, ask.matter, ask.contributor)


def follow_collection(session: Session, record: Record, payload: ActDone) -> None:
    """An act on a collection; lateness is that of the first answer."""
    collection = session.get_one(Collection, (record.book, department_of(record), payload.matter))
    collection.state, collection.sequence = _STATES[payload.act], record.sequence
    match payload.content:
        case Collected() as brought:
            if collection.answered is None:
                collection.days_late = payload.days_late
            collection.answered, collection.answered_by = record.sequence, record.actor
            collection.answered_at = record.received_at or record.happened_at
            collection.document = canonical_bytes(brought).decode()
        case CollectionReturn(opinion=opinion):
            collection.opinion = opinion
            collection.due = next((turn.awaited.due for turn in payload.turns if turn.awaited), collection.due)
        case Answer(opinion=opinion):
            collection.opinion = opinion
        case _:
            pass
    session.add(collection)


def hold_returned(session: Session, record: Record, payload: ActDone) -> None:
    """What was returned goes back to whoever brought it, not to all the division's contacts."""
    if isinstance(payload.content, CollectionReturn):
        collection = session.get_one(Collection, (record.book, department_of(record), payload.matter))
        _hold(session, record, payload.matter, collection.answered_by or collection.contributor)


def _hold(session: Session, record: Record, matter: str, actor: str) -> None:
    here = (col(Task.book) == record.book, col(Task.department) == department_of(record), col(Task.matter) == matter)
    change_rows(session, Task, *here, col(Task.state) == "open", holder=actor)
