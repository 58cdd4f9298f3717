"""Open a phase for a department: its first task appears, with its deadline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from activities.answer import receipt_of
from activities.keys import phase_opening_key
from audit.append import Entry
from deadlines.protocol import awaited
from models.payloads import PhaseOpened
from models.projections import Finding
from models.receipts import Awaited, Turn
from models.values import instant

if TYPE_CHECKING:
    from activities.desk import Desk
    from activities.signatures import PhaseOpening
    from models.receipts import Receipt


def open_phase(desk: Desk, call: PhaseOpening) -> Receipt:
    """Write the opening once per department and phase; rectification without findings is done at once."""
    with desk.writing(call.book, call.epoch) as writer:
        key = phase_opening_key(call.department, call.plan.phase)
        record = writer.find(key) or writer.append(
            Entry(
                kind="phase.opened",
                key=key,
                actor="system",
                role="system",
                happened_at=instant(call.happened_at),
                department=call.department,
                payload=PhaseOpened(opens=call.plan.opens, turn=_first_turn(writer.session, call)),
            )
        )
        return receipt_of(writer.session, record)


def _first_turn(session: Session, call: PhaseOpening) -> Turn:
    plan = call.plan
    waiting = awaited(plan.phase, "open")
    if waiting is None or (plan.phase == "rectification" and not _findings(session, call)):
        return Turn(phase=plan.phase, state="done")
    act, role = waiting
    return Turn(
        phase=plan.phase,
        state="open",
        awaited=Awaited(act=act, role=role, due=plan.due, provisional=plan.provisional),
    )


def _findings(session: Session, call: PhaseOpening) -> bool:
    query = select(Finding).where(col(Finding.book) == call.book, col(Finding.department) == call.department)
    return session.exec(query).first() is not None
