"""A person's own requests in the inbox: seen, taken back while they wait, or a refusal acknowledged."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from app.errors import RequestRefusedError
from app.inbox.receive import epoch_of
from app.people import actor_of
from models.inbox import REFUSED, WAITING, WITHDRAWN, InboxRequest
from models.projections import Task

if TYPE_CHECKING:
    from activities.desk import Desk


@dataclass(frozen=True, slots=True)
class SeenRequest:
    """A request for whoever asks; `due` is the day of the task that still awaits what was refused."""

    row: InboxRequest
    params: dict[str, str]
    problems: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    due: str | None = None

    def to_data(self) -> dict[str, object]:
        """JSON-able; the content is what was handed in, with commitments for texts."""
        row = self.row.model_dump(exclude={"details", "promised", "not_before", "content"})
        return {**row, "content": json.loads(self.row.content), "due": self.due, "params": self.params}


def list_requests(
    desk: Desk, book: str | None, login: str | None, *, refused: bool = False, waiting: bool = False
) -> list[SeenRequest]:
    """The requests of a person (of everybody without a login) as they came in.

    With `refused` only those to be mended, with `waiting` only those that are not on the record yet.
    """
    with desk.reading() as session:
        query = select(InboxRequest).order_by(col(InboxRequest.book), col(InboxRequest.position))
        if book is not None:
            query = query.where(col(InboxRequest.book) == book)
        if login is not None:
            query = query.where(col(InboxRequest.actor) == actor_of(session, login))
        if refused:
            query = query.where(col(InboxRequest.state) == REFUSED, col(InboxRequest.closed).is_(False))
        if waiting:
            query = query.where(col(InboxRequest.state) == WAITING)
        return [_seen(session, row) for row in session.exec(query)]


def show_request(desk: Desk, book: str, key: str) -> SeenRequest:
    """One request. Raises RequestRefusedError `inbox.unknown`."""
    with desk.reading() as session:
        row = session.get(InboxRequest, (book, key))
        if row is None:
            raise RequestRefusedError("inbox.unknown", {"request": key, "book": book}, [])
        return _seen(session, row)


def withdraw(desk: Desk, book: str, key: str, login: str) -> None:
    """Take back a request that waits, under the book's lock: it is either on the record or taken back, never both.

    Raises RequestRefusedError `inbox.unknown`, `inbox.not-yours`, `inbox.not-waiting`.
    """
    with desk.writing(book, epoch_of(desk, book)) as writer:
        row = _own(writer.session, book, key, login)
        if row.state != WAITING or writer.find(key) is not None:
            raise RequestRefusedError("inbox.not-waiting", {"request": key, "inbox_state": row.state}, [])
        row.state = WITHDRAWN
        writer.session.add(row)


def acknowledge(desk: Desk, book: str, key: str, login: str) -> None:
    """Close a refusal that the person has read. Raises RequestRefusedError as `withdraw` does, `inbox.not-refused`."""
    with Session(desk.engine) as session, session.begin():
        row = _own(session, book, key, login)
        if row.state != REFUSED:
            raise RequestRefusedError("inbox.not-refused", {"request": key, "inbox_state": row.state}, [])
        row.closed = True
        session.add(row)


def _own(session: Session, book: str, key: str, login: str) -> InboxRequest:
    row = session.get(InboxRequest, (book, key))
    if row is None:
        raise RequestRefusedError("inbox.unknown", {"request": key, "book": book}, [])
    if row.actor != actor_of(session, login):
        raise RequestRefusedError("inbox.not-yours", {"request": key, "login": login}, [])
    return row


def _seen(session: Session, row: InboxRequest) -> SeenRequest:
    details = json.loads(row.details)
    due = session.exec(
        select(Task.due).where(
            col(Task.book) == row.book,
            col(Task.department) == row.department,
            col(Task.matter) == row.matter,
            col(Task.act) == row.act,
            col(Task.state) == "open",
        )
    ).first()
    problems = [(code, blanks) for code, blanks in details.get("problems", [])]
    return SeenRequest(row, details.get("params", {}), problems, due)
