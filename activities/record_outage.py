"""The service was down: what was due within is put off by one document, for all departments at once."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from sqlmodel import Session, col, select

from activities.keys import moved_key
from activities.turn import calendar_of
from activities.whole_book import awaited_tasks, moved_turns, ordered_on, running_departments
from audit.append import Entry
from audit.upcast import payload_as
from deadlines.errors import DeadlinesError
from deadlines.outage import after_outage, check_outage
from deadlines.rule import day_of
from models.date_payloads import OutageRecorded
from models.payloads import DeadlineExtended
from models.projections import Task
from models.receipts import LateAct, MovedDay
from models.values import instant

if TYPE_CHECKING:
    from activities.signatures import OrderCall
    from audit.append import BookWriter
    from deadlines.work_calendar import WorkCalendar
    from models.date_orders import RecordOutage
    from models.ledger import LedgerRecord


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
    calendar = calendar_of(session, call.book)
    return OutageRecorded(
        **order.model_dump(exclude={"kind"}),
        moved=tuple(
            _put_off(each.task, down, calendar)
            for each in awaited_tasks(session, call.book)
            if down.holds(each.task.due)
        ),
        late=tuple(_late(session, call.book, down)),
    )


def append_extensions(writer: BookWriter, call: OrderCall, record: LedgerRecord) -> None:
    """One extension for each due day that the outage moved, on the outage's own document."""
    said = payload_as(record, OutageRecorded)
    for moved, turn in moved_turns(writer.session, call.book, said.moved, ordered_on(call)):
        writer.append(
            Entry(
                kind="deadline.extended",
                key=moved_key(record.key, moved),
                actor=record.actor,
                role=record.role,
                happened_at=instant(call.happened_at),
                received_at=record.received_at,
                department=moved.department,
                payload=DeadlineExtended(
                    matter=moved.matter,
                    act=moved.act,
                    due=moved.due,
                    document=said.document,
                    reason=said.reason,
                    due_before=moved.due_before,
                    turn=turn,
                ),
            )
        )


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
