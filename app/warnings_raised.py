"""The monitoring warnings of a book: what was warned of, how each stands, and until when it is to be answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlmodel import Session, col, select

from app.tasks import books_of
from models.monitoring_tables import RaisedWarning
from models.projections import Task

if TYPE_CHECKING:
    from activities.desk import Desk

_SHOWN = frozenset(RaisedWarning.model_fields) - {"document", "plan", "evaluation_sequence"}


@dataclass(frozen=True, slots=True)
class ListedWarning:
    """A warning, and the day by which its open act is due, None where nothing is awaited."""

    row: RaisedWarning
    due: str | None

    @property
    def suspended(self) -> bool:
        """Whether what it is about stands suspended."""
        return self.row.suspended_at is not None and self.row.lifted_at is None

    def to_data(self) -> dict[str, object]:
        """JSON-able; moments are UTC."""
        return {**self.row.model_dump(include=set(_SHOWN)), "due": self.due, "suspended": self.suspended}


_UNSETTLED: Final = ("raised", "answered")


def list_warnings(
    desk: Desk, book: str | None, department: str | None, *, suspended: bool = False, unsettled: bool = False
) -> list[ListedWarning]:
    """Every warning by department in the order in which they were raised.

    With `suspended` only those, with `unsettled` those that still wait for an answer or for its acceptance.

    Raises AppError `book.unknown`.
    """
    found: list[ListedWarning] = []
    with desk.reading() as session:
        for one in books_of(session, book):
            query = select(RaisedWarning).where(col(RaisedWarning.book) == one.book)
            if department is not None:
                query = query.where(col(RaisedWarning.department) == department)
            due = _due(session, one.book)
            order = (col(RaisedWarning.department), col(RaisedWarning.evaluation_sequence), col(RaisedWarning.matter))
            rows = session.exec(query.order_by(*order)).all()
            found += [ListedWarning(row, due.get((row.department, row.matter))) for row in rows]
    return [one for one in found if (one.suspended or not suspended) and (one.row.state in _UNSETTLED or not unsettled)]


def _due(session: Session, book: str) -> dict[tuple[str, str], str]:
    tasks = session.exec(select(Task).where(col(Task.book) == book, col(Task.state) == "open"))
    return {(task.department, task.matter): task.due for task in tasks}
