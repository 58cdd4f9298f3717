"""Raise the warnings of a mid-year reading: each becomes a matter with an owner and a due date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pydantic import JsonValue, TypeAdapter
from sqlalchemy import bindparam
from sqlmodel import col, func, select

from activities.asked_until import Asking, asked_until
from activities.keys import warnings_key
from activities.suspend_warning import pressed
from activities.turn import calendar_of, new_turn, phase_of
from audit.entry import Entry
from audit.filings import phase_read
from audit.upcast import payload_as
from deadlines.local_time import local_date
from deadlines.moves import WARNING
from models.lookups import rows_with
from models.monitoring_payloads import RaisedWarningEntry, WarningsRaised
from models.monitoring_tables import RaisedWarning
from models.payloads import EvaluationMade
from models.prepared import number
from models.projections import Score
from models.receipts import Turn
from models.sending import connection_of
from models.values import instant
from models.windows import warning_matter

if TYPE_CHECKING:
    from sqlmodel import Session

    from audit.append import BookWriter
    from models.ledger import Record
    from rules.core.rubric import Rubric

_OPEN = ("raised", "answered")
_WARNINGS = TypeAdapter(list[dict[str, JsonValue]])
_READINGS: Final = (
    select(func.count())
    .select_from(Score)
    .where(
        col(Score.book) == bindparam("book"),
        col(Score.department) == bindparam("department"),
        col(Score.stage) == "monitoring",
        col(Score.state) == "made",
    )
)


def raise_warnings(writer: BookWriter, rubric: Rubric, cause: Record, evaluation: Record) -> None:
    """Write the warnings that the reading `evaluation` found, and end those of the reading that it replaces."""
    made = payload_as(evaluation, EvaluationMade)
    found = _WARNINGS.validate_python(made.evaluation.get("warnings", []))
    window = phase_read(writer.session, cause.book, cause.subject_department or "", "monitoring")
    superseded = _superseded(writer.session, cause, window, found)
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
                raised=tuple(_entry(writer.session, rubric, cause, window, one) for one in found),
                superseded=superseded,
            ),
        )
    )


def _entry(
    session: Session, rubric: Rubric, cause: Record, window: str, found: dict[str, JsonValue]
) -> RaisedWarningEntry:
    phase, calendar = phase_of(rubric, window), calendar_of(session, cause.book)
    raised_on = local_date(instant(cause.received_at or cause.happened_at))
    due = asked_until(phase, Asking(WARNING, "open", raised_on), calendar)
    matter = warning_matter(window, _readings(session, cause), str(found["rule"]), str(found["about"]))
    turn = pressed(new_turn(matter, WARNING, "open", phase, due, raised_on), rubric, calendar)
    return RaisedWarningEntry(warning=found, turn=turn)


def _readings(session: Session, cause: Record) -> int:
    """Readings are counted, also those of one filing, so that a later one never takes an earlier warning's name."""
    here = {"book": cause.book, "department": cause.subject_department}
    return number(connection_of(session), _READINGS, here) or 0


def _superseded(session: Session, cause: Record, window: str, found: list[dict[str, JsonValue]]) -> tuple[Turn, ...]:
    """The open warnings in whose place this reading stands: all of its own window, of others those found again.

    A suspended one stays: only an answer that the bureau accepts ends a suspension.
    """
    again = {(str(one["rule"]), str(one["about"])) for one in found}
    warnings = rows_with(session, RaisedWarning, book=cause.book, department=cause.subject_department or "")
    standing = (one for one in warnings if one.state in _OPEN and one.suspended_at is None)
    replaced = sorted(one.matter for one in standing if one.window == window or (one.rule, one.about) in again)
    return tuple(Turn(matter=matter, course=WARNING, state="done") for matter in replaced)
