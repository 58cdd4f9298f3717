"""Tables of seals, addenda and corrections: projections like all of `models.projections`, which lists them."""

from __future__ import annotations

from sqlmodel import Field, SQLModel


class Seal(SQLModel, table=True):
    """A seal (封账) of the book; the records before it and the root of their tree are what it closes."""

    __tablename__ = "seal"

    book: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    sequence: int
    day: str
    records: int
    root: str
    actor: str


class Addendum(SQLModel, table=True):
    """An addendum (补充记录) to a sealed book: "open" until a seal ends it. `matters` is a JSON list."""

    __tablename__ = "addendum"

    book: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    sequence: int
    department: str | None = None
    matters: str
    corrections: bool
    document: str
    title: str
    reason: str
    actor: str
    state: str


class Correction(SQLModel, table=True):
    """A correction (更正): "proposed", "approved" or "declined"; `document` is its newest record's payload.

    The primary key is the record of the proposal, `corrects` the record that is corrected.
    """

    __tablename__ = "correction"

    book: str = Field(primary_key=True)
    proposal: int = Field(primary_key=True)
    sequence: int
    department: str | None = Field(default=None, index=True)
    corrects: int
    paper: str
    reason: str
    proposed_by: str
    state: str
    decided_by: str | None = None
    document: str
