"""The ledger (审计台账) and the head of each book. Everything else is a projection of these rows or a side store."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

from sqlalchemy import Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.plain_bytes import PlainBytes
from models.values import INSTANT_LENGTH

FIRST_PREVIOUS = "0" * 64


class LedgerRecord(SQLModel, table=True):
    """One record, written once. Times are instant texts; `payload` is the stored RFC 8785 bytes that were hashed.

    `happened_at` is domain time, `recorded_at` the writer's clock, `received_at` when a person's request came in.
    """

    __tablename__ = "ledger"
    __table_args__ = (UniqueConstraint("book", "key"), UniqueConstraint("book", "previous"))

    book: str = Field(primary_key=True)
    sequence: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    happened_at: str = Field(max_length=INSTANT_LENGTH)
    recorded_at: str = Field(max_length=INSTANT_LENGTH)
    received_at: str | None = Field(default=None, max_length=INSTANT_LENGTH)
    actor: str
    role: str
    kind: str = Field(index=True)
    schema_version: int
    subject_department: str | None = Field(default=None, index=True)
    subject_row: str | None = None
    subject_evidence: str | None = None
    key: str
    epoch: int
    payload: bytes = Field(sa_column=Column(PlainBytes, nullable=False))
    previous: str = Field(max_length=64)
    hash: str = Field(max_length=64)


class AppendedRecord(NamedTuple):
    """A record as its writer has it: the columns of `LedgerRecord`, in the order of the table."""

    book: str
    sequence: int
    happened_at: str
    recorded_at: str
    received_at: str | None
    actor: str
    role: str
    kind: str
    schema_version: int
    subject_department: str | None
    subject_row: str | None
    subject_evidence: str | None
    key: str
    epoch: int
    payload: bytes
    previous: str
    hash: str


# A record, wherever it comes from.
Record: TypeAlias = LedgerRecord | AppendedRecord


class Head(SQLModel, table=True):
    """The last record of a book. Appending locks this row first, so a book has one writer at a time and no fork.

    `peaks` are the hashes of the full subtrees of the tree over its records, in hex, the largest first.
    """

    __tablename__ = "head"

    book: str = Field(primary_key=True)
    sequence: int
    hash: str = Field(max_length=64)
    epoch: int
    recorded_at: str = Field(max_length=INSTANT_LENGTH)
    peaks: str = ""
