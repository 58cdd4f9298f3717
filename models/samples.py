"""The departments that a draw took into the review's sample: a table that follows the ledger."""

from __future__ import annotations

from sqlmodel import Field, SQLModel


class Sampled(SQLModel, table=True):
    """A department of a draw's list; `position` is its place in the draw, None where it was not drawn."""

    __tablename__ = "sampled"

    book: str = Field(primary_key=True)
    sequence: int = Field(primary_key=True)
    department: str = Field(primary_key=True)
    position: int | None = None
    share: str | None = None
    seed: str | None = None
    document: str
