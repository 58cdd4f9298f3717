"""Warnings: raised by a mid-year reading, answered by the department, closed by the bureau."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy.exc import NoResultFound

from audit.canonical import canonical_bytes
from audit.project.rows import add_row, change_equal, written
from audit.project.subject import department_of
from audit.project.tell import Told, tell
from audit.project.turns import begin_matter, move_matter
from models.commands import WarningAnswer
from models.lookups import row_with
from models.monitoring_tables import RaisedWarning
from models.windows import home_of

if TYPE_CHECKING:
    from sqlmodel import Session

    from models.ledger import Record
    from models.monitoring_payloads import WarningsRaised, WarningSuspended
    from models.payloads import ActDone


def project_warnings(session: Session, record: Record, payload: WarningsRaised) -> None:
    """Each new warning begins; those of the reading that this one replaces end unanswered."""
    for turn in payload.superseded:
        move_matter(session, record, turn)
        _change(session, record, turn.matter, state="superseded")
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


def follow_warning(session: Session, record: Record, payload: ActDone) -> None:
    """An act on a warning; lateness is that of the first answer, and an accepted answer lifts a suspension."""
    state = _STATES.get(payload.act)
    warning = row_with(written(session), RaisedWarning, **_here(record, payload.matter))
    if warning is None:
        raise NoResultFound
    values: dict[str, object] = {"acknowledged_at": record.received_at} if state is None else {"state": state}
    if isinstance(payload.content, WarningAnswer):
        values |= {"choice": payload.content.choice, "plan": payload.content.plan}
        if warning.answered_at is None:
            values |= {"answered_at": record.received_at, "days_late": payload.days_late}
    if state == _CLOSED and warning.suspended_at is not None:
        values["lifted_at"] = record.received_at
    _change(session, record, payload.matter, **values)


_CLOSED: Final = "closed"
# Taking note of a warning leaves it as it stands.
_STATES: Final = {"warning.answer": "answered", "warning.return": "raised", "warning.accept": _CLOSED}
_TOLD: Final = ("filler", "performance-office")


def project_suspension(session: Session, record: Record, payload: WarningSuspended) -> None:
    """What the warning is about is suspended; the department and the bureau are told. The answer is still awaited."""
    _change(session, record, payload.matter, suspended_at=record.happened_at)
    for role in _TOLD:
        tell(session, record, Told(role, payload.matter, "warning.answer", "suspended", payload.due))


def _change(session: Session, record: Record, matter: str, **values: object) -> None:
    change_equal(session, RaisedWarning, _here(record, matter), needed=True, sequence=record.sequence, **values)


def _here(record: Record, matter: str) -> dict[str, str | int]:
    return {"book": record.book, "department": department_of(record), "matter": matter}
