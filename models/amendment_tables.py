"""The table of leaves to amend: a projection like all of `models.projections`, which lists it."""

from __future__ import annotations

from sqlmodel import Field, SQLModel


class AllowedAmendment(SQLModel, table=True):
    """A department may amend these rows (a JSON list) until a day, although its year has ended."""

    __tablename__ = "allowed_amendment"

    book: str = Field(primary_key=True)
    sequence: int = Field(primary_key=True)
    department: str = Field(index=True)
    rows: str
    until: str
    document: str
    title: str
    reason: str
    actor: str
