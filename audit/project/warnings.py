"""Warnings: raised by a mid-year reading, answered by the department, closed by the bureau."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from audit.canonical import canonical_bytes
from audit.project.rows import add_row, written
from audit.project.subject import department_of
from audit.project.tell import Told, tell
from audit.project.turns import begin_matter, move_matter
from models.commands import WarningAnswer
from models.monitoring_tables import RaisedWarning
from models.windows import home_of

if TYPE_CHECKING:
    from sqlmodel import Session

    from models.ledger import LedgerRecord
    from models.monitoring_payloads import WarningsRaised, WarningSuspended
    from models.payloads import ActDone


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
            window=home_of(entry.turn.matter),
            rule=str(entry.warning["rule"]),
            about=str(entry.warning["about"]),
            name=str(entry.warning["name"]),
            colour=str(entry.warning["colour"]),
            state="raised",
            document=canonical_bytes(entry.warning).decode(),
        )


def follow_warning(session: Session, record: LedgerRecord, payload: ActDone) -> None:
    """An act on a warning; lateness is that of the first answer, and an accepted answer lifts a suspension."""
    state = _STATES.get(payload.act)
    warning = _set(session, record, payload.matter, state)
    if state is None:
        warning.acknowledged_at = record.received_at
    if isinstance(payload.content, WarningAnswer):
        warning.choice, warning.plan = payload.content.choice, payload.content.plan
        if warning.answered_at is None:
            warning.answered_at, warning.days_late = record.received_at, payload.days_late
    if state == _CLOSED and warning.suspended_at is not None:
        warning.lifted_at = record.received_at


_CLOSED: Final = "closed"
# Taking note of a warning leaves it as it stands.
_STATES: Final = {"warning.answer": "answered", "warning.return": "raised", "warning.accept": _CLOSED}
_TOLD: Final = ("filler", "performance-office")


def project_suspension(session: Session, record: LedgerRecord, payload: WarningSuspended) -> None:
    """What the warning is about is suspended; the department and the bureau are told. The answer is still awaited."""
    _set(session, record, payload.matter, None).suspended_at = record.happened_at
    for role in _TOLD:
        tell(session, record, Told(role, payload.matter, "warning.answer", "suspended", payload.due))


def _set(session: Session, record: LedgerRecord, matter: str, state: str | None) -> RaisedWarning:
    warning = written(session).get_one(RaisedWarning, (record.book, department_of(record), matter))
    warning.state, warning.sequence = state or warning.state, record.sequence
    session.add(warning)
    return warning
