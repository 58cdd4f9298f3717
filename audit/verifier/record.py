"""A ledger record as it lies in the database, and the hash that its columns should have.

The hash is SHA-256 over `jixiao/ledger-record/1` and a newline, then the hashed columns in order, each as 0x00 if
NULL, else 0x01, the length in eight bytes, the text; then the SHA-256 of the payload's stored bytes.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Final, NamedTuple, TypeAlias

Stored: TypeAlias = str | int | float | bytes | None

ZEROS: Final = "0" * 64
_LAYOUT: Final = b"jixiao/ledger-record/1\n"
_FIRST: Final = _LAYOUT.decode()
_LENGTHS: Final = tuple("\x01" + "\0" * 7 + chr(length) for length in range(128))


class Record(NamedTuple):
    """One row; nothing is known yet about any value, its type included."""

    book: Stored
    sequence: Stored
    happened_at: Stored
    recorded_at: Stored
    received_at: Stored
    actor: Stored
    role: Stored
    kind: Stored
    schema_version: Stored
    subject_department: Stored
    subject_row: Stored
    subject_evidence: Stored
    key: Stored
    epoch: Stored
    payload: Stored
    previous: Stored
    hash: Stored

    def digest(self) -> str:
        """Return the hash that these columns give, in hex."""
        *columns, payload, previous, _ = self
        columns.append(previous)
        hashed = _plain_columns(columns) or _LAYOUT + b"".join(map(_prefixed, columns))
        content = sha256(payload if type(payload) is bytes else raw_bytes(payload))
        return sha256(hashed + content.digest()).hexdigest()

    def fits(self, *, book: Stored, sequence: int, previous: Stored) -> bool:
        """Whether the stored hash is right for this record at another place."""
        # A number that is stored as another type has other bytes, and is put in its own place like any other.
        here = type(self.sequence) is int and (self.book, self.sequence, self.previous) == (book, sequence, previous)
        placed = self if here else self._replace(book=book, sequence=sequence, previous=previous)
        return placed.digest() == self.hash

    def fits_as(self, sequence: int) -> bool:
        """Whether the stored hash is right for this record under this number."""
        return self.fits(book=self.book, sequence=sequence, previous=self.previous)


def raw_bytes(value: Stored) -> bytes:
    """Return the bytes that a stored value stands for; text that is not UTF-8 keeps its bytes."""
    if isinstance(value, bytes):
        return value
    return b"" if value is None else str(value).encode("utf-8", "surrogateescape")


def is_number(value: Stored) -> bool:
    """Whether a stored sequence can be the number of a record."""
    return isinstance(value, int) and value >= 1


def _plain_columns(columns: list[Stored]) -> bytes | None:
    """What is hashed of columns that are all short ASCII texts, integers or NULL, as nearly all are; else None.

    A length below 128 and a letter of ASCII are each one byte, so that all of it is put together as one text.
    """
    parts = [_FIRST]
    add = parts.append
    try:
        for value in columns:
            if value is None:
                add("\0")
            elif type(value) is str:
                add(_LENGTHS[len(value)])
                add(value)
            elif type(value) is int:
                text = str(value)
                add(_LENGTHS[len(text)])
                add(text)
            else:
                return None
    except IndexError:
        return None
    joined = "".join(parts)
    return joined.encode() if joined.isascii() else None


def _prefixed(value: Stored) -> bytes:
    if value is None:
        return b"\x00"
    raw = raw_bytes(value)
    return b"\x01" + len(raw).to_bytes(8, "big") + raw
