"""Whether a delivery has become moot (不必再说): what it reminds of has been done, or has another due day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlmodel import Session, col, select

from app.delivery.queue import notices_in
from models.projections import Task

if TYPE_CHECKING:
    from app.delivery.notice import Notice
    from models.side_stores import Delivery

_PRESSING: Final = frozenset({"reminder", "overdue", "urged"})


def is_moot(session: Session, delivery: Delivery) -> bool:
    """True when it carries nothing but reminders and alerts of tasks that are no longer open to that day."""
    return all(
        notice.kind in _PRESSING and open_task(session, delivery.book, notice) is None
        for notice in notices_in(delivery)
    )


def open_task(session: Session, book: str, notice: Notice) -> Task | None:
    """The open task that a notice is about, if it is still due on the day that the notice names."""
    query = select(Task).where(
        col(Task.book) == book,
        col(Task.department) == notice.department,
        col(Task.matter) == notice.matter,
        col(Task.act) == notice.act,
        col(Task.due) == notice.due,
        col(Task.state) == "open",
    )
    return session.exec(query).first()
