"""Collections and the divisions that they are asked of: tables that follow the ledger."""

from __future__ import annotations

from sqlmodel import Field, SQLModel


class Division(SQLModel, table=True):
    """A division or sub-unit of a department, as the appointment of its contact last named it."""

    __tablename__ = "division"

    book: str = Field(primary_key=True)
    department: str = Field(primary_key=True)
    division: str = Field(primary_key=True)
    sequence: int
    name: str


class Collection(SQLModel, table=True):
    """What was asked of a division, and what became of it: "asked", "answered", "returned", "accepted", "cancelled".

    `phase` is the filing that it is for; `inputs` and `rows` are JSON lists. `document` is the newest answer's content,
    `answered` its record. Lateness is that of the first answer, as for every answer.
    """

    __tablename__ = "collection"

    book: str = Field(primary_key=True)
    department: str = Field(primary_key=True)
    matter: str = Field(primary_key=True)
    sequence: int
    phase: str
    division: str
    contributor: str
    asked_by: str
    due: str
    inputs: str
    rows: str
    words: str | None = None
    state: str
    answered: int | None = None
    answered_at: str | None = None
    answered_by: str | None = None
    days_late: int = 0
    document: str | None = None
    opinion: str | None = None
