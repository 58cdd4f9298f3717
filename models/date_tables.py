"""The table of notices: a projection like all of `models.projections`, which lists it."""

from __future__ import annotations

from sqlmodel import Field, SQLModel


class Notice(SQLModel, table=True):
    """A notice (通知) that opens phases; `document` lists them with their opening days and the days in between."""

    __tablename__ = "notice"

    book: str = Field(primary_key=True)
    number: str = Field(primary_key=True)
    sequence: int
    issued_on: str
    title: str
    template: str
    document: str
    actor: str
