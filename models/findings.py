"""A finding (问题) of a review, its answer (owner, day, plan, what was done, proof), and the table of both."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field
from sqlmodel import Field as Column
from sqlmodel import SQLModel

from models.corrections import Commitment, Name
from models.values import Frozen

Day = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\d$")]


class NewFinding(Frozen):
    """A finding to be rectified."""

    finding: Name
    row: str
    text: Commitment


class Measure(Frozen):
    """What was done about a finding, and what is still planned.

    `owner` (who sees to it) and `plan` are stored texts, `done_by` the day until which the plan is carried out,
    `evidence` what is on record to prove it, by its SHA-256. None and none where the answer does not say.
    """

    kind: Literal["measure"] = "measure"
    measure: Commitment
    owner: Commitment | None = None
    done_by: Day | None = None
    plan: Commitment | None = None
    evidence: tuple[Commitment, ...] = ()


class Finding(SQLModel, table=True):
    """A finding (问题) to be rectified: the row it is about, and its words as a commitment.

    `measure`, `owner`, `done_by`, `plan` and `evidence` (a JSON list of SHA-256) are the newest answer's.
    """

    __tablename__ = "finding"

    book: str = Column(primary_key=True)
    department: str = Column(primary_key=True)
    finding: str = Column(primary_key=True)
    sequence: int
    row: str
    text: str
    state: str
    measure: str | None = None
    days_late: int = 0
    owner: str | None = None
    done_by: str | None = None
    plan: str | None = None
    evidence: str = "[]"
