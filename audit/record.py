"""A record's own hash: SHA-256 over the length-prefixed columns in fixed order and the digest of the payload bytes.

The layout is fixed for ever by the name in its first line; the verifier has its own second writing of it.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from models.ledger import Record

LAYOUT: Final = b"jixiao/ledger-record/1\n"
# To go on from a hash that was begun takes half the time of looking the algorithm up again.
_BEGUN: Final = sha256(LAYOUT)
COLUMNS: Final = (
    "book",
    "sequence",
    "happened_at",
    "recorded_at",
    "received_at",
    "actor",
    "role",
    "kind",
    "schema_version",
    "subject_department",
    "subject_row",
    "subject_evidence",
    "key",
    "epoch",
    "previous",
)


def record_hash(record: Record) -> str:
    """Return the hash in lower-case hex; `payload` enters by the digest of its stored bytes."""
    return hash_of((getattr(record, column) for column in COLUMNS), sha256(record.payload).digest())


def hash_of(columns: Iterable[str | int | None], digest: bytes) -> str:
    """The hash of a record that has these columns, in the order of COLUMNS, and a payload with this digest."""
    raw = [None if value is None else str(value).encode() for value in columns]
    fields = b"".join([b"\x00" if one is None else _before(len(one)) + one for one in raw])
    begun = _BEGUN.copy()
    begun.update(fields + digest)
    return begun.hexdigest()


@lru_cache(maxsize=512)
def _before(length: int) -> bytes:
    """What stands before a column of so many bytes."""
    return b"\x01" + length.to_bytes(8, "big")
