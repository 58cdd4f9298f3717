"""What has come in and is not yet in the ledger: requests of people, in the order in which they were received."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

WAITING: Final = "waiting"
DELIVERED: Final = "delivered"
REFUSED: Final = "refused"
WITHDRAWN: Final = "withdrawn"
INBOX_STATES: Final = (WAITING, DELIVERED, REFUSED, WITHDRAWN)
# Before the `act` of an order of the bureau; its department is "".
ORDER: Final = "order."


class InboxRequest(SQLModel, table=True):
    """A request as it came in; `received_at` is the moment that lateness is judged by, however long it waits.

    `content` is the deed or the order as canonical JSON, its texts as commitments. `promised` says that somebody was
    told that it waits. Before `not_before` (the machine's time) it is in another hand's sending. `said` is the code of
    the last answer, `details` its blanks and single faults as JSON; `sequence` is the record of what came of it.
    `closed` says that a refusal was acknowledged, or that something was sent in its place.
    """

    __tablename__ = "inbox"
    __table_args__ = (Index("ix_inbox_state", "state", "book", "department", "position"),)

    book: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    position: int
    department: str
    actor: str
    act: str
    matter: str
    content: str
    received_at: str = Field(max_length=27)
    state: str = WAITING
    promised: bool = False
    tries: int = 0
    not_before: str = Field(default="", max_length=27)
    said: str | None = None
    details: str = "{}"
    sequence: int | None = None
    closed: bool = False
