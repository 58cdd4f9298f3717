"""Warnings: raised by a mid-year reading, answered by the department, closed by the bureau."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.canonical import canonical_bytes
from audit.project.rows import add_row
from audit.project.subject import department_of
from audit.project.turns import begin_matter, move_matter
from models.commands import WarningAnswer
from models.projections import RaisedWarning

if TYPE_CHECKING:
    from sqlmodel import Session

    from models.ledger import LedgerRecord
    from models.payloads import ActDone, WarningsRaised


def project_warnings(session: Session, record: LedgerRecord, payload: WarningsRaised) -> None:
    """Each new warning begins; those of the reading that this one replaces end unanswered."""
    for turn in payload.superseded:
        move_matter(session, record, turn)
        _set(session, record, turn.matter, "superseded")
    for entry in payload.raised:
        begin_matter(session, record, entry.turn)
        add_row(
            session,
            RaisedWarning,
            book=record.book,
            department=department_of(record),
            matter=entry.turn.matter,
            sequence=record.sequence,
            evaluation_sequence=payload.evaluation,
            rule=str(entry.warning["rule"]),
            about=str(entry.warning["about"]),
            name=str(entry.warning["name"]),
            colour=str(entry.warning["colour"]),
            state="raised",
            document=canonical_bytes(entry.warning).decode(),
        )


def follow_warning(session: Session, record: LedgerRecord, payload: ActDone) -> None:
    """An act on a warning; lateness is that of the first answer."""
    warning = _set(session, record, payload.matter, _STATES[payload.act])
    if isinstance(payload.content, WarningAnswer):
        warning.choice, warning.plan = payload.content.choice, payload.content.plan
        if warning.answered_at is None:
            warning.answered_at, warning.days_late = record.received_at, payload.days_late
    session.add(warning)


_STATES = {"warning.answer": "answered", "warning.return": "raised", "warning.accept": "closed"}


def _set(session: Session, record: LedgerRecord, matter: str, state: str) -> RaisedWarning:
    warning = session.get_one(RaisedWarning, (record.book, department_of(record), matter))
    warning.state, warning.sequence = state, record.sequence
    session.add(warning)
    return warning
