"""A switch of rubrics: proposed, declined or made; then every department that it takes along, one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from audit.canonical import canonical_bytes
from audit.project.rows import add_row
from audit.project.subject import department_of
from audit.project.tell import Told, tell
from models.projections import Department
from models.switching_tables import DepartmentSwitch, RubricSwitch

if TYPE_CHECKING:
    from sqlmodel import Session

    from models.ledger import Record
    from models.switching_payloads import DepartmentSwitched, RubricSwitched, SwitchDeclined, SwitchProposed

_TOLD: Final = ("filler", "reviewer")


def project_switch_proposal(session: Session, record: Record, payload: SwitchProposed) -> None:
    """Nothing changes yet."""
    add_row(
        session,
        RubricSwitch,
        book=record.book,
        proposal=record.sequence,
        sequence=record.sequence,
        from_hash=payload.from_hash,
        to_hash=payload.to_hash,
        dates=payload.dates,
        paper=payload.document,
        reason=payload.reason,
        proposed_by=record.actor,
        state="proposed",
    )


def project_switch_decline(session: Session, record: Record, payload: SwitchDeclined) -> None:
    """Every year goes on under the rubric that it has."""
    _decide(session, record, payload.proposal, "declined")


def project_switch(session: Session, record: Record, payload: RubricSwitched) -> None:
    """The departments follow with records of their own."""
    _decide(session, record, payload.proposal, "approved")


def _decide(session: Session, record: Record, proposal: int, state: str) -> None:
    switch = session.get_one(RubricSwitch, (record.book, proposal))
    switch.state, switch.sequence, switch.decided_by = state, record.sequence, record.actor
    session.add(switch)


def project_department_switch(session: Session, record: Record, payload: DepartmentSwitched) -> None:
    """The department has the other rubric from now on, and both sides are told."""
    department = session.get_one(Department, (record.book, department_of(record)))
    department.rubric_hash, department.sequence = payload.to_hash, record.sequence
    department.switched, department.kept_dates = record.sequence, canonical_bytes({**payload.kept}).decode()
    session.add(department)
    add_row(
        session,
        DepartmentSwitch,
        book=record.book,
        sequence=record.sequence,
        department=department_of(record),
        switch=payload.cause,
        from_hash=payload.from_hash,
        to_hash=payload.to_hash,
        document=canonical_bytes(payload).decode(),
    )
    for role in _TOLD:
        tell(session, record, Told(role, "self-evaluation", record.kind, "rubric-switched"))
