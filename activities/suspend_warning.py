"""Suspend what a warning is about when nobody has answered it for too long, where the rubric says so.

While a year runs the clock says when that is. Where it ends, and where its book is sealed, no answer can come any more.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from activities.asked_until import deadline_of
from activities.enrolled import enrolled
from activities.inbox_marks import waits_in_time
from activities.keys import deadline_key
from activities.signatures import DeadlineCall, Deemed
from activities.turn import calendar_of, standing
from audit.entry import Entry
from deadlines.local_time import local_date
from deadlines.moves import WARNING
from models.lookups import rows_with
from models.monitoring_payloads import WarningSuspended
from models.monitoring_tables import RaisedWarning
from models.receipts import Pressed, Turn
from models.values import instant
from rules.core.rubric import Due

if TYPE_CHECKING:
    from activities.desk import Desk
    from audit.append import BookWriter
    from deadlines.work_calendar import WorkCalendar
    from models.projections import Department
    from rules.core.rubric import Rubric, Suspend

# The clock's own word for it, so that what it said already is not said again.
_SUSPENSION: Final = "suspension"


def pressed(turn: Turn, rubric: Rubric, calendar: WorkCalendar) -> Turn:
    """The turn of an unanswered warning with the last day before it suspends; any other turn as it is."""
    rule = rubric.monitoring.suspend
    if (turn.course, turn.state) != (WARNING, "open") or turn.awaited is None or rule is None:
        return turn
    last = _last_day(rule, turn.awaited.due, calendar)
    awaited = Pressed(**turn.awaited.model_dump(exclude={"suspends"}), suspends=last.isoformat())
    return turn.model_copy(update={"awaited": awaited})


def suspend_warning(desk: Desk, call: DeadlineCall) -> Deemed:
    """Record it once; nothing is written where an answer came, or where the day lies later than the year knew.

    A due day that was put off takes the suspension along: the year is then told the turn with the right day.
    """
    with desk.writing(call.book, call.epoch) as writer:
        turn = standing(writer.session, call.book, call.department, call.matter)
        key = deadline_key(call)
        if turn.awaited is None or (turn.awaited.act, turn.awaited.due) != (call.act, call.due):
            return Deemed()
        rubric_hash = enrolled(writer.session, call.book, call.department).rubric_hash
        rubric, _ = desk.evaluators.of(writer.session, call.book, rubric_hash)
        right = pressed(turn, rubric, calendar_of(writer.session, call.book))
        if writer.find(key) is not None or not isinstance(right.awaited, Pressed):
            return Deemed()
        last = right.awaited.suspends
        if local_date(instant(call.happened_at)).isoformat() <= last:
            return Deemed(turns=(right,))
        if not _is_suspended(writer, call) and not waits_in_time(writer.session, call, right, date.fromisoformat(last)):
            _append(writer, call, key, last)
        return Deemed()


def suspend_unanswered(desk: Desk, writer: BookWriter, department: Department, happened_at: str) -> None:
    """Suspend what the department was late to answer and can answer no more; what is not yet due stays open."""
    rubric, _ = desk.evaluators.of(writer.session, writer.book, department.rubric_hash)
    calendar, today = calendar_of(writer.session, writer.book), local_date(instant(happened_at)).isoformat()
    for matter in _raised(writer, department.department):
        turn = pressed(standing(writer.session, writer.book, department.department, matter), rubric, calendar)
        awaited = turn.awaited
        if not isinstance(awaited, Pressed) or awaited.due >= today:
            continue
        call = DeadlineCall(
            book=writer.book,
            epoch=writer.epoch,
            department=department.department,
            matter=matter,
            happened_at=happened_at,
            act=awaited.act,
            role=awaited.role,
            due=awaited.due,
            kind=_SUSPENSION,
            days=0,
        )
        if not waits_in_time(writer.session, call, turn, date.fromisoformat(awaited.suspends)):
            _append(writer, call, deadline_key(call), awaited.suspends)


def _raised(writer: BookWriter, department: str) -> list[str]:
    """The warnings that await an answer and have suspended nothing."""
    here = {"book": writer.book, "department": department, "state": "raised"}
    return sorted(one.matter for one in rows_with(writer.session, RaisedWarning, **here) if one.suspended_at is None)


def _append(writer: BookWriter, call: DeadlineCall, key: str, last: str) -> None:
    writer.append(
        Entry(
            kind="warning.suspended",
            key=key,
            actor="system",
            role="system",
            happened_at=instant(call.happened_at),
            department=call.department,
            payload=WarningSuspended(matter=call.matter, due=call.due, last_day=last),
        )
    )


def _is_suspended(writer: BookWriter, call: DeadlineCall) -> bool:
    """Whether an earlier silence suspended it already: an answer that was returned has lifted nothing."""
    warning = writer.session.get_one(RaisedWarning, (call.book, call.department, call.matter))
    return warning.suspended_at is not None


def _last_day(rule: Suspend, due: str, calendar: WorkCalendar) -> date:
    return deadline_of(Due(days=rule.days, kind=rule.kind), date.fromisoformat(due), calendar).day
