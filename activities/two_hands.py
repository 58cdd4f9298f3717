"""What one person prepares and another one files: another person, and exactly what was prepared."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from activities.errors import RefusedError
from audit.filings import prepared_of
from deadlines.moves import FILINGS, course_of
from models.commands import Filed
from models.ledger import LedgerRecord
from models.projections import Matter
from models.windows import kind_of

if TYPE_CHECKING:
    from sqlmodel import Session

    from activities.signatures import ActCall
    from models.projections import Department, Task

# By these the day of a filing stays the one that it had.
_HANDED_ON: Final = tuple(f"{phase}.{done}" for phase in FILINGS for done in ("prepared", "sent-back", "withdrawn"))


def within_the_department(session: Session, task: Task) -> bool:
    """Whether an awaited act was handed on within the department: its day is not counted from when that was."""
    matter = session.get_one(Matter, (task.book, task.department, task.matter))
    return session.get_one(LedgerRecord, (task.book, matter.sequence)).kind in _HANDED_ON


def course_in(department: Department, matter: str) -> str:
    """The course that a matter of this department runs, whether it has begun or not."""
    return course_of(matter, two_hands=department.two_hands)


def require_two_hands(session: Session, department: Department, call: ActCall) -> None:
    """Refuse a filing by the person who prepared it, and one that is not what was prepared.

    Whoever finds a fault sends the draft back: what is filed has been seen by both.
    """
    deed = call.act.deed
    if not department.two_hands or deed.act != f"{kind_of(deed.matter)}.file" or not isinstance(deed.content, Filed):
        return
    draft = prepared_of(session, call.book, call.department, deed.matter)
    if draft is None:
        raise RefusedError("filing.not-prepared", act=deed.act, department=call.department)
    said = {"act": deed.act, "department": call.department, "sequence": str(draft.sequence)}
    if draft.actor == deed.actor:
        raise RefusedError("filing.own-draft", actor=deed.actor, **said)
    if json.loads(draft.document)["lists"] != deed.content.lists:
        raise RefusedError("filing.not-as-prepared", **said)
