"""Tables of switches from one rubric to another: projections like all of `models.projections`, which lists them."""

from __future__ import annotations

from sqlmodel import Field, SQLModel


class RubricSwitch(SQLModel, table=True):
    """A switch of rubrics: "proposed", "approved" or "declined". The primary key is the record of the proposal."""

    __tablename__ = "rubric_switch"

    book: str = Field(primary_key=True)
    proposal: int = Field(primary_key=True)
    sequence: int
    from_hash: str
    to_hash: str
    dates: bool
    paper: str
    reason: str
    proposed_by: str
    state: str
    decided_by: str | None = None


class DepartmentSwitch(SQLModel, table=True):
    """A department that a switch took along; `switch` is the record of the switch, `document` lists what was left over.

    That is what was filed and set aside, what nobody has filed, and whose dates each phase keeps.
    """

    __tablename__ = "department_switch"

    book: str = Field(primary_key=True)
    sequence: int = Field(primary_key=True)
    department: str = Field(index=True)
    switch: int
    from_hash: str
    to_hash: str
    document: str
