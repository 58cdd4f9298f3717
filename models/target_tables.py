"""What became of filed targets: adjustments, the bureau's quality score, doubts. Tables that follow the ledger."""

from __future__ import annotations

from typing import Final

from sqlmodel import Field, SQLModel


class TargetAdjustment(SQLModel, table=True):
    """An adjustment (调整) of approved targets, kept whatever became of it: "filed", "approved" or "refused".

    `document` is the canonical JSON of what was filed; `answered` is the record of the answer, in whose order approved
    ones count. Reason and opinion are commitments.
    """

    __tablename__ = "target_adjustment"

    book: str = Field(primary_key=True)
    sequence: int = Field(primary_key=True)
    department: str = Field(index=True)
    actor: str
    received_at: str
    document: str
    state: str
    answered: int | None = None
    answered_at: str | None = None
    answered_by: str | None = None
    opinion: str | None = None


class TargetQuality(SQLModel, table=True):
    """The bureau's quality score of approved targets, from 0 to 100, with its reason as a commitment."""

    __tablename__ = "target_quality"

    book: str = Field(primary_key=True)
    department: str = Field(primary_key=True)
    sequence: int
    actor: str
    score: str
    reason: str


class TargetSignature(SQLModel, table=True):
    """What all the targets that a department filed last have in common with a copy of them (`sequence` filed them)."""

    __tablename__ = "target_signature"

    book: str = Field(primary_key=True)
    department: str = Field(primary_key=True)
    sequence: int
    signature: str = Field(index=True)


class DoubtedTargets(SQLModel, table=True):
    """The doubts about targets as they were filed or prepared by the record `cause`, as canonical JSON."""

    __tablename__ = "doubted_targets"

    book: str = Field(primary_key=True)
    sequence: int = Field(primary_key=True)
    department: str = Field(index=True)
    cause: int
    document: str


TARGET_TABLES: Final[tuple[type[SQLModel], ...]] = (TargetAdjustment, TargetQuality, TargetSignature, DoubtedTargets)
