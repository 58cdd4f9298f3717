"""The seal (封账): the signed head after a book's last record; an addendum recorded later has a seal of its own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from audit.errors import UnknownBookError
from models.ledger import Head, LedgerRecord

if TYPE_CHECKING:
    from audit.heads import HeadSigner


@dataclass(frozen=True, slots=True)
class Seal:
    """A signed head: its file and text, the `records` under it, and those `added` after the book was concluded.

    `added` is None while the book is not concluded: then this vouches for what there is, and seals nothing.
    """

    path: Path
    note: str
    records: int
    added: int | None


def seal(session: Session, signer: HeadSigner, book: str) -> Seal:
    """Sign the book as it stands; sealing the same book again gives the same seal. Raises UnknownBookError."""
    head = session.get(Head, book)
    if head is None:
        raise UnknownBookError(book=book)
    path = signer.sign(head)
    end = _end(session, book)
    return Seal(path, path.read_text(encoding="utf-8"), head.sequence, None if end is None else head.sequence - end)


def _end(session: Session, book: str) -> int | None:
    query = select(LedgerRecord.sequence).where(LedgerRecord.book == book, LedgerRecord.kind == "book.concluded")
    return session.exec(query.order_by(col(LedgerRecord.sequence).desc())).first()
