"""Raise the warnings of a mid-year reading: each becomes a matter with an owner and a due date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import JsonValue, TypeAdapter
from sqlmodel import Session, col, select

from activities.asked_until import Asking, asked_until
from activities.keys import warnings_key
from activities.turn import calendar_of, new_turn, phase_of
from audit.append import Entry
from audit.upcast import payload_as
from deadlines.local_time import local_date
from deadlines.moves import WARNING
from models.payloads import EvaluationMade, RaisedWarningEntry, WarningsRaised
from models.projections import RaisedWarning, Score
from models.receipts import Turn
from models.values import instant

if TYPE_CHECKING:
    from audit.append import BookWriter
    from models.ledger import LedgerRecord
    from rules.core.rubric import Rubric

_OPEN = ("raised", "answered")
_WARNINGS = TypeAdapter(list[dict[str, JsonValue]])


def raise_warnings(writer: BookWriter, rubric: Rubric, cause: LedgerRecord, evaluation: LedgerRecord) -> None:
    """Write the warnings that the reading `evaluation` found, and end those of the reading that it replaces."""
    made = payload_as(evaluation, EvaluationMade)
    found = _WARNINGS.validate_python(made.evaluation.get("warnings", []))
    superseded = _superseded(writer.session, cause)
    if not found and not superseded:
        return
    writer.append(
        Entry(
            kind="warnings.raised",
            key=warnings_key(cause.key),
            actor="system",
            role="system",
            happened_at=instant(cause.happened_at),
            department=cause.subject_department,
            payload=WarningsRaised(
                evaluation=evaluation.sequence,
                raised=tuple(_entry(writer.session, rubric, cause, one) for one in found),
                superseded=superseded,
            ),
        )
    )


def _entry(session: Session, rubric: Rubric, cause: LedgerRecord, found: dict[str, JsonValue]) -> RaisedWarningEntry:
    phase = phase_of(rubric, WARNING)
    raised_on = local_date(instant(cause.received_at or cause.happened_at))
    due = asked_until(phase, Asking(WARNING, "open", raised_on), calendar_of(session, cause.book))
    reading = str(_readings(session, cause))
    matter = "/".join(part for part in (WARNING, reading, str(found["rule"]), str(found["about"])) if part)
    return RaisedWarningEntry(warning=found, turn=new_turn(matter, WARNING, "open", phase, due, raised_on))


def _readings(session: Session, cause: LedgerRecord) -> int:
    """Readings are counted, also those of one filing, so that a later one never takes an earlier warning's name."""
    query = select(Score.sequence).where(
        col(Score.book) == cause.book,
        col(Score.department) == cause.subject_department,
        col(Score.stage) == "monitoring",
        col(Score.state) == "made",
    )
    return len(session.exec(query).all())


def _superseded(session: Session, cause: LedgerRecord) -> tuple[Turn, ...]:
    query = select(RaisedWarning.matter).where(
        col(RaisedWarning.book) == cause.book,
        col(RaisedWarning.department) == cause.subject_department,
        col(RaisedWarning.state).in_(_OPEN),
    )
    matters = session.exec(query.order_by(col(RaisedWarning.matter)))
    return tuple(Turn(matter=matter, course=WARNING, state="done") for matter in matters)
