"""Vouch (签署) for a book as it stands: its head, signed. It closes nothing; a seal is a record of the book itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit.errors import UnknownBookError
from models.ledger import Head

if TYPE_CHECKING:
    from sqlmodel import Session

    from audit.heads import HeadSigner


@dataclass(frozen=True, slots=True)
class Vouched:
    """A signed head: its text, and the records under it."""

    note: str
    records: int


def vouch(session: Session, signer: HeadSigner, book: str) -> Vouched:
    """Sign the head; the same head again gives the same note. Raises UnknownBookError."""
    head = session.get(Head, book)
    if head is None:
        raise UnknownBookError(book=book)
    return Vouched(signer.sign(head).read_text(encoding="utf-8"), head.sequence)
