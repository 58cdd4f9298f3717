"""What amendments changed in scores: a table that follows the ledger."""

from __future__ import annotations

from sqlmodel import Field, SQLModel


class ScoreChange(SQLModel, table=True):
    """What an amendment changed: the two evaluations, their totals, and every changed row."""

    __tablename__ = "score_change"

    book: str = Field(primary_key=True)
    sequence: int = Field(primary_key=True)
    department: str = Field(index=True)
    cause: int
    previous: int
    evaluation: int
    total_before: str
    total_after: str
    document: str
