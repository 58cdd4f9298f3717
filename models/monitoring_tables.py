"""What the mid-year monitoring left: tables that follow the ledger."""

from __future__ import annotations

from sqlmodel import Field, SQLModel


class RaisedWarning(SQLModel, table=True):
    """A monitoring warning (预警) and what became of it: "raised", "answered", "closed" or "superseded".

    `window` is the phase whose reading raised it. The moments tell when the department took note of it, when it was
    suspended (暂停) because nobody answered, and when an accepted answer lifted that; None where it did not happen.
    """

    __tablename__ = "warning"

    book: str = Field(primary_key=True)
    department: str = Field(primary_key=True)
    matter: str = Field(primary_key=True)
    sequence: int
    evaluation_sequence: int
    window: str
    rule: str
    about: str
    name: str
    colour: str
    state: str
    choice: str | None = None
    plan: str | None = None
    acknowledged_at: str | None = None
    answered_at: str | None = None
    suspended_at: str | None = None
    lifted_at: str | None = None
    days_late: int = 0
    document: str


class Execution(SQLModel, table=True):
    """What was spent of one source of money up to a month, in 元; of several imports the latest counts.

    `file` is the SHA-256 of the imported file.
    """

    __tablename__ = "execution"

    book: str = Field(primary_key=True)
    sequence: int = Field(primary_key=True)
    source: str = Field(primary_key=True)
    department: str = Field(index=True)
    month: str
    initial: str
    adjusted: str
    spent: str
    file: str
