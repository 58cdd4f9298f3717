"""A task that somebody holds is done by nobody else; and what moved since it was seen is not done blindly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import Session, col, func, select

from activities.errors import RefusedError
from models.collecting import CollectionAsk
from models.evidence import Piece
from models.ledger import LedgerRecord
from models.lookups import rows_with
from models.projections import Matter, Task

if TYPE_CHECKING:
    from activities.signatures import ActCall


def require_free(task: Task, actor: str | None) -> None:
    """Refuse with who holds it, if that is not the actor (None: whoever holds it)."""
    if task.holder is not None and task.holder != actor:
        raise RefusedError("task.held", actor=task.holder, matter=task.matter, department=task.department, act=task.act)


def require_hands(session: Session, call: ActCall, role: str) -> None:
    """Refuse an act in the role whose open task another person holds.

    Anybody of it may bring evidence and ask divisions.
    """
    deed = call.act.deed
    if isinstance(deed.content, Piece | CollectionAsk):
        return
    for task in _open_tasks(session, call):
        if task.role == role:
            require_free(task, deed.actor)


def require_seen(session: Session, call: ActCall) -> None:
    """Refuse when the matter has a later record than the one that the person saw."""
    seen = call.act.deed.seen
    if seen is None:
        return
    last = last_record(session, call.book, call.department, call.act.deed.matter)
    if last > seen:
        record = session.get_one(LedgerRecord, (call.book, last))
        raise RefusedError(
            "act.moved-since",
            matter=call.act.deed.matter,
            department=call.department,
            seen=str(seen),
            sequence=str(last),
            happened=record.kind,
            actor=record.actor,
        )


def last_record(session: Session, book: str, department: str, matter: str) -> int:
    """The record that last changed how a matter or one of its tasks stands; 0 for a matter that has not begun."""
    return last_records(session, book, department).get((department, matter), 0)


def last_records(session: Session, book: str, department: str | None = None) -> dict[tuple[str, str], int]:
    """The same for every matter of a department or of the whole book."""
    last: dict[tuple[str, str], int] = {}
    for table, changed in ((Matter, Matter.sequence), (Task, Task.sequence), (Task, Task.handled)):
        query = select(table.department, table.matter, func.max(changed)).where(col(table.book) == book)
        if department is not None:
            query = query.where(col(table.department) == department)
        for whose, matter, sequence in session.exec(query.group_by(col(table.department), col(table.matter))):
            last[whose, matter] = max(last.get((whose, matter), 0), sequence or 0)
    return last


def _open_tasks(session: Session, call: ActCall) -> list[Task]:
    here = {"book": call.book, "department": call.department, "matter": call.act.deed.matter}
    return rows_with(session, Task, **here, state="open")
