"""Before a command shows a book's data: the look is on the record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from sqlmodel import col, select

from app.access.record import AUDITORS, Look, record_look
from models.projections import Book, Department

if TYPE_CHECKING:
    from activities.desk import Desk

Login = Annotated[str | None, typer.Option("--as", help="查阅人，正式账册必填 / who looks; needed for a real book")]


def look_at(desk: Desk, look: Look, book: str | None) -> None:
    """Record a look at the named book or all of them; at one department: in the books that have it."""
    query = select(Book.book).order_by(col(Book.book))
    if book is not None:
        query = query.where(col(Book.book) == book)
    if look.department is not None:
        having = select(Department.book).where(col(Department.department) == look.department)
        query = query.where(col(Book.book).in_(having))
    with desk.reading() as session:
        books = list(session.exec(query))
    record_look(desk, books, look)


def audit_look(command: str, login: str | None, department: str | None = None, day: str | None = None) -> Look:
    """What an auditor looks at."""
    return Look(command, login, department, day, roles=AUDITORS)


def export_look(command: str, login: str | None, department: str | None = None) -> Look:
    """What an auditor takes away."""
    return Look(command, login, department, roles=AUDITORS, exported=True)
