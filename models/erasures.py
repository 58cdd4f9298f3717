"""The table of erasures: what was asked for, and whether it was done."""

from __future__ import annotations

from sqlmodel import Field, SQLModel


class Erasure(SQLModel, table=True):
    """One request of erasure; `request` is its record. `approved_by` and `erased_at` are None while it waits.

    `target` is the commitment of a text or the id of an actor. Times are domain times.
    """

    __tablename__ = "erasure"

    book: str = Field(primary_key=True)
    request: int = Field(primary_key=True)
    sequence: int
    what: str
    target: str = Field(index=True)
    ground: str
    requested_by: str
    requested_at: str
    approved_by: str | None = None
    erased_at: str | None = None
