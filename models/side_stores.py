"""What the ledger only commits to: people's names and free text, erasable without touching the chain."""

from __future__ import annotations

from sqlalchemy import Column, Index, LargeBinary, UniqueConstraint
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


class Contact(SQLModel, table=True):
    """One way to reach a person (联系方式). The address itself may be a secret: it lies in a file of its own.

    `name` tells a person's contacts apart; `shown` is the address without what must not be seen. `digest` is one of
    at-once, daily, weekly; `language` that of its messages.
    """

    __tablename__ = "contact"
    __table_args__ = (UniqueConstraint("actor", "name"),)

    contact: str = Field(primary_key=True)
    actor: str
    name: str
    channel: str
    shown: str
    digest: str
    language: str


class Delivery(SQLModel, table=True):
    """What a record has to tell one person over one contact (投递), and how far that has come.

    `state` is queued, sent, failed (tried again at `next_at`), given-up, moot (the matter was done before it could be
    said) or nobody (no one holds the role; `actor` and `contact` are empty). `notices` is their canonical JSON. Those
    that go out together share a `message`, which never changes once it was tried.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        Index("ix_delivery_state", "state", "next_at"),
        Index("ix_delivery_message", "message"),
        Index("ix_delivery_contact", "contact", "state"),
    )

    key: str = Field(primary_key=True)
    book: str
    sequence: int
    actor: str
    contact: str
    notices: str
    state: str
    queued_at: str
    next_at: str
    attempts: int = 0
    message: str | None = None
    ended_at: str | None = None


class DeliveryAttempt(SQLModel, table=True):
    """One attempt to send a message; `outcome` is sent, failed, or None when the program ended before it knew."""

    __tablename__ = "delivery_attempt"

    message: str = Field(primary_key=True)
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    contact: str
    at: str
    outcome: str | None = None
    answer: str = ""


class DeliveryMark(SQLModel, table=True):
    """Up to which record a book's news have been queued."""

    __tablename__ = "delivery_mark"

    book: str = Field(primary_key=True)
    sequence: int
