"""What is copied into a book from the same bureau's book of the year before: the order, the record, the table."""

from __future__ import annotations

from typing import Literal

from sqlmodel import Field, SQLModel

from models.corrections import Name
from models.values import Frozen


class Carry(Frozen):
    """Copy what last year's book says of a department; what is copied later takes the place of the earlier copy."""

    kind: Literal["carry"] = "carry"
    department: Name


class CarriedFact(Frozen):
    """The value of one input of this year's rubric, and the record of last year's book that says so."""

    input: str
    value: str
    unit: str
    sequence: int
    hash: str


class CarriedRow(Frozen):
    """The final score of a leaf row; None where it was scored within its group only."""

    row: str
    score: str | None


class CarriedScore(Frozen):
    """The final score and the record that gave it."""

    total: str
    grade: str
    rows: tuple[CarriedRow, ...]
    sequence: int
    hash: str


class CarriedFinding(Frozen):
    """A finding, the row that it is about, and how it stood; withdrawn ones are not copied."""

    finding: str
    row: str
    state: str
    sequence: int
    hash: str


class FactsCarried(Frozen):
    """A copy from the book `source`, as it stood after its record `until` with the hash `hash`.

    `score` is None while no final score stood there. `missing` are the inputs of this year's rubric that are taken from
    last year and that it did not hold: they are stated, with evidence.
    """

    source: str
    until: int
    hash: str
    score: CarriedScore | None
    facts: tuple[CarriedFact, ...]
    findings: tuple[CarriedFinding, ...]
    missing: tuple[str, ...]


class Carried(SQLModel, table=True):
    """What stands copied for a department; `document` is the record's payload."""

    __tablename__ = "carried"

    book: str = Field(primary_key=True)
    department: str = Field(primary_key=True)
    sequence: int
    source: str
    until: int
    hash: str
    document: str
