"""Open the data folder for a command: settings are read by the composition root, the command only names options."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from app.errors import AppError
from app.settings import Settings
from app.wiring import look_in
from models.ledger import LedgerRecord

if TYPE_CHECKING:
    from activities.desk import Desk


def existing_desk() -> tuple[Settings, Desk]:
    """The desk of a data folder that is there; raises AppError `data.missing` instead of making an empty one.

    One that an earlier release left is refused with what to do (ModelsError): whoever looks must not change it.
    """
    settings = founded()
    return settings, look_in(settings)


def founded() -> Settings:
    """The settings of a data folder that is there. Raises AppError `data.missing`."""
    settings = Settings()
    if not settings.founded:
        raise AppError("data.missing", folder=str(settings.data.absolute()))
    return settings


def books_of(desk: Desk, chosen: list[str] | None) -> list[str]:
    """The chosen books, or every book of the folder. Raises AppError `book.unknown`."""
    with desk.reading() as session:
        # The ledger itself is asked: a table that could be lost must not hide a book from its auditor.
        known = list(session.exec(select(LedgerRecord.book).distinct().order_by(col(LedgerRecord.book))))
    for book in chosen or []:
        if book not in known:
            raise AppError("book.unknown", book=book, known="、".join(known) or "-")
    return chosen or known


def one_book(desk: Desk, chosen: str | None) -> str:
    """The chosen book, or the only one; an access book has to be named. Raises `book.unknown`, `cli.which-book`."""
    books = books_of(desk, None if chosen is None else [chosen])
    if chosen is None:
        books = [book for book in books if not book.endswith("/access")]
    if len(books) != 1:
        raise AppError("cli.which-book", known="、".join(books) or "-")
    return books[0]
