"""The service was down: what was due within is put off by one document, for all departments at once."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from sqlmodel import Session, col, select

from activities.extend_along import append_extensions, due_day
from activities.internal_days import internal_of, moved_along
from activities.turn import calendar_of
from activities.whole_book import awaited_tasks, ordered_on, running_departments
from audit.upcast import payload_as
from deadlines.errors import DeadlinesError
from deadlines.outage import after_outage, check_outage
from deadlines.rule import day_of
from models.date_payloads import OutageRecorded
from models.projections import Task
from models.receipts import LateAct, MovedDay

if TYPE_CHECKING:
    from activities.signatures import OrderCall
    from audit.append import BookWriter
    from deadlines.work_calendar import WorkCalendar
    from models.date_orders import RecordOutage
    from models.ledger import Record


class _Down(NamedTuple):
    first: date
    last: date

    def holds(self, due: str) -> bool:
        return self.first <= date.fromisoformat(due) <= self.last


def outage(session: Session, call: OrderCall, order: RecordOutage) -> OutageRecorded:
    """What the record says. Raises DeadlinesError for days that are none, or an outage that is still to come."""
    down = _Down(day_of(order.from_day), day_of(order.to_day))
    check_outage(*down)
    if down.last > ordered_on(call):
        raise DeadlinesError("outage.to-come", last=order.to_day, today=ordered_on(call).isoformat())
    return OutageRecorded(
        **order.model_dump(exclude={"kind"}),
        moved=_moved(session, call, down),
        late=tuple(_late(session, call.book, down)),
    )


def append_put_off(writer: BookWriter, call: OrderCall, record: Record) -> None:
    """One extension for each due day that the outage moved, on the outage's own document."""
    said = payload_as(record, OutageRecorded)
    append_extensions(writer, call, record, said, said.moved)


def _moved(session: Session, call: OrderCall, down: _Down) -> tuple[MovedDay, ...]:
    """What was due within the outage; internal days at most as far as the department's own."""
    awaited, calendar = awaited_tasks(session, call.book), calendar_of(session, call.book)
    moved = [_put_off(each.task, down, calendar) for each in awaited if down.holds(each.task.due)]
    internal = internal_of(session, call.book, awaited)
    within = {(one.awaited.task.department, one.awaited.task.matter) for one in internal}
    along = (one for one in moved_along(internal, moved, due_day) if one.due > one.due_before)
    return (*(one for one in moved if (one.department, one.matter) not in within), *along)


def _put_off(task: Task, down: _Down, calendar: WorkCalendar) -> MovedDay:
    return MovedDay(
        department=task.department,
        matter=task.matter,
        act=task.act,
        due_before=task.due,
        due=after_outage(date.fromisoformat(task.due), down.first, down.last, calendar).isoformat(),
    )


def _late(session: Session, book: str, down: _Down) -> list[LateAct]:
    running = [one.department for one in running_departments(session, book)]
    query = select(Task).where(col(Task.book) == book, col(Task.state) == "done", col(Task.days_late) > 0)
    tasks = session.exec(query.order_by(col(Task.department), col(Task.matter), col(Task.act), col(Task.round)))
    return [
        LateAct(department=one.department, matter=one.matter, act=one.act, due=one.due, days_late=one.days_late)
        for one in tasks
        if one.department in running and down.holds(one.due)
    ]
