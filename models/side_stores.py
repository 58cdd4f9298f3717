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


class Draft(SQLModel, table=True):
    """Unfinished content of an act (暂存), kept as it was typed; `version` counts how often it was saved, from 1.

    A department's people share one draft of an act on a matter; `actor` saved it last. `form` is the ending of the
    file that it came from.
    """

    __tablename__ = "draft"

    book: str = Field(primary_key=True)
    department: str = Field(primary_key=True)
    matter: str = Field(primary_key=True)
    act: str = Field(primary_key=True)
    version: int
    actor: str
    saved_at: str = Field(max_length=27)
    form: str
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
