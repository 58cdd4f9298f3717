"""The table of evidence: a projection like all of `models.projections`, which lists it."""

from __future__ import annotations

from sqlmodel import Field, SQLModel


class Evidence(SQLModel, table=True):
    """A version of a piece of evidence (佐证材料); the bytes lie in the content-addressed store.

    `sequence` is its record, `first` that of the piece's first version. `supersedes` names the version before and
    `reason` says why, as a commitment; `superseded_by` names the version after. `demand` is what of the row's demands
    the piece is, if it said so.
    """

    __tablename__ = "evidence"

    book: str = Field(primary_key=True)
    sequence: int = Field(primary_key=True)
    department: str = Field(index=True)
    matter: str
    row: str
    sha256: str
    size: int
    media_type: str
    name: str
    actor: str
    received_at: str
    first: int
    version: int
    demand: str | None = None
    supersedes: int | None = None
    superseded_by: int | None = None
    reason: str | None = None
