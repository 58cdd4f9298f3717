"""What the ledger only commits to: people's names and free text, erasable without touching the chain."""

from __future__ import annotations

from sqlalchemy import Column, Index, LargeBinary
from sqlmodel import Field, SQLModel


class Person(SQLModel, table=True):
    """A person behind a random actor id; `login` is what the person types."""

    __tablename__ = "person"

    actor: str = Field(primary_key=True)
    login: str = Field(unique=True)
    name: str | None = None


class CommittedText(SQLModel, table=True):
    """A text and its salt; the chain holds only SHA-256(salt ‖ text). Both are erased together.

    `request` is the key of the request that brought the text, so that sending again commits to the same bytes. A
    corrected sending adds a text beside the earlier one.
    """

    __tablename__ = "committed_text"
    __table_args__ = (Index("ix_committed_text_request", "book", "request", "field"),)

    commitment: str = Field(primary_key=True)
    book: str
    request: str
    field: str
    salt: bytes | None = Field(default=None, sa_column=Column(LargeBinary, nullable=True))
    text: str | None = None
