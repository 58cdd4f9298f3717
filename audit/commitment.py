"""Free text stays out of the chain: it holds SHA-256(salt ‖ text), and a side store holds both.

Erasing the side-store row leaves a commitment that nobody can open, and a chain that still verifies.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from audit.append import find
from audit.errors import AuditError, IdempotencyConflictError
from models.database import one_at_a_time
from models.erasures import Erasure
from models.lookups import rows_with
from models.prepared import insert_rows
from models.sending import connection_of
from models.side_stores import CommittedText

if TYPE_CHECKING:
    from collections.abc import Callable

SALT_BYTES = 32


def commitment_of(salt: bytes, text: str) -> str:
    """The commitment to a text, in lower-case hex."""
    return sha256(salt + text.encode()).hexdigest()


def commit_text(
    session: Session,
    book: str,
    request: str,
    field: str,
    text: str,
    salt: Callable[[int], bytes] = secrets.token_bytes,
) -> str:
    """Keep a text and return its commitment; the same request and field keep the same one.

    A request that was refused may be corrected and sent again; one that stands in the ledger may not change its
    words: IdempotencyConflictError, or AuditError `text.erased` when nobody can compare them any more.
    """
    one_at_a_time(session, f"{book}|{request}")
    kept = rows_with(session, CommittedText, book=book, request=request, field=field)
    for one in kept:
        if one.text == text:
            return one.commitment
    # What an earlier sending brought is never deleted: its record may still be on its way.
    if kept and find(session, book, request) is not None:
        if any(one.text is None for one in kept):
            raise AuditError("text.erased", book=book, key=request, field=field)
        raise IdempotencyConflictError(book=book, key=request, field=field)
    fresh = salt(SALT_BYTES)
    commitment = commitment_of(fresh, text)
    words = {"commitment": commitment, "book": book, "request": request, "field": field, "salt": fresh, "text": text}
    insert_rows(connection_of(session), CommittedText, [words])
    return commitment


@dataclass(frozen=True, slots=True)
class OpenedText:
    """What stands behind a commitment: the text, or its erasure; neither when another database holds it."""

    text: str | None
    erasure: Erasure | None = None


def open_text(session: Session, book: str, commitment: str) -> OpenedText:
    """The text behind a commitment of a book, or the erasure that took it away."""
    kept = session.get(CommittedText, commitment)
    if kept is not None and kept.text is not None:
        return OpenedText(kept.text)
    return OpenedText(None, erasure_of(session, commitment, book))


def erasure_of(session: Session, target: str, book: str | None = None) -> Erasure | None:
    """The erasure that was carried out on a text or a person, or None; a person may be erased by any book."""
    query = select(Erasure).where(col(Erasure.target) == target, col(Erasure.erased_at).is_not(None))
    if book is not None:
        query = query.where(col(Erasure.book) == book)
    return session.exec(query.order_by(col(Erasure.book), col(Erasure.sequence))).first()
