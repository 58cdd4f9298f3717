"""Write the note in which an old signing key names the one that followed it, for a change from before there were such.

The change itself stands on the record with both keys; nothing is ordered anew. Only who still has the old key, out of a
backup, can let it sign.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlmodel import Session, col, select

from app.errors import AppError
from app.rotate_key import require_officer
from audit.key_rotation import name_successor
from audit.note import public_line
from audit.signing_keys import read_key
from audit.upcast import payload_as
from models.book import BookId
from models.ending_payloads import KeyRotated
from models.ledger import LedgerRecord

if TYPE_CHECKING:
    from pathlib import Path

    from activities.desk import Desk


class Named(NamedTuple):
    """The public lines of the old key and of the one that it named."""

    old: str
    new: str


def name_key(desk: Desk, book: str, login: str, old: Path) -> Named:
    """Let the private key in the file `old` name its successor; doing it again writes the same note.

    Raises AppError `person.unknown`, `key.not-followed` where no change on the record was from this key, AuditError
    `heads.key-damaged` for a file that holds no key, RefusedError `act.not-appointed`.
    """
    require_officer(desk, book, login)
    bureau = BookId.parse(book).bureau
    key = read_key(old)
    line = public_line(bureau, key)
    with desk.reading() as session:
        changes = {change.old: change.new for change in _changes(session, bureau)}
    if line not in changes:
        known = ", ".join(map(short_name, changes)) or "-"
        raise AppError("key.not-followed", key=short_name(line), bureau=bureau, known=known)
    name_successor(desk.signer.heads, bureau, key, changes[line])
    return Named(line, changes[line])


def short_name(line: str) -> str:
    """Name and id of a key, without the key itself."""
    name, id_, _ = line.split("+", 2)
    return f"{name}+{id_}"


def _changes(session: Session, bureau: str) -> list[KeyRotated]:
    query = select(LedgerRecord).where(
        col(LedgerRecord.kind) == "key.rotated", col(LedgerRecord.book).startswith(f"{bureau}/", autoescape=True)
    )
    records = session.exec(query.order_by(col(LedgerRecord.book), col(LedgerRecord.sequence)))
    return [payload_as(record, KeyRotated) for record in records]
