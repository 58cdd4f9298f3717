"""What departments said to their final scores, and the rows that they disputed: tables that follow the ledger."""

from __future__ import annotations

from sqlmodel import Field, SQLModel


class Acknowledgement(SQLModel, table=True):
    """What a department said to the final score of a review, and who spoke last (None while nobody has).

    `state` is "awaited", "confirmed", "disputed", "settled" (the dispute is answered) or "silence".
    """

    __tablename__ = "acknowledgement"

    book: str = Field(primary_key=True)
    department: str = Field(primary_key=True)
    review_sequence: int = Field(primary_key=True)
    sequence: int
    state: str
    actor: str | None = None


class Dispute(SQLModel, table=True):
    """A disputed row: the reason and the answer as commitments, the evidence as a JSON list of SHA-256.

    `state` is "open", "upheld", "changed", or "overtaken" by a new conclusion of the review before it was answered;
    the scores before and after are those of the final score.
    """

    __tablename__ = "dispute"

    book: str = Field(primary_key=True)
    sequence: int = Field(primary_key=True)
    row: str = Field(primary_key=True)
    department: str = Field(index=True)
    actor: str
    reason: str
    evidence: str
    state: str
    score: str | None = None
    answer: str | None = None
    answered: int | None = None
    answered_by: str | None = None
