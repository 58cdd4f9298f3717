"""The State Council has announced a year: the book's calendar follows, and every due day that was counted in it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pydantic import JsonValue, TypeAdapter

from activities.asked_first import acts_of_filing, asked_first
from activities.asked_until import Asking, asked_until
from activities.errors import RefusedError
from activities.in_force import rubrics_of
from activities.internal_days import internal_of, moved_along
from activities.keys import moved_key
from activities.plan_phases import planned
from activities.signatures import YearNews
from activities.turn import calendar_of, phase_of
from activities.two_hands import within_the_department
from activities.whole_book import (
    awaited_tasks,
    granted_days,
    moved_turns,
    news_of,
    ordered_on,
    running_departments,
)
from audit.entry import Entry
from audit.upcast import payload_as
from deadlines.moves import COLLECTION, course_of
from deadlines.recomputing import Protected, end_of_notice, recomputed
from deadlines.work_calendar import WorkCalendar
from models.date_payloads import CalendarAnnounced, DeadlineRecomputed
from models.receipts import MovedDay
from models.values import instant

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlmodel import Session

    from activities.desk import Desk
    from activities.signatures import OrderCall
    from activities.whole_book import AwaitedTask
    from audit.append import BookWriter
    from deadlines.deadline import Deadline
    from models.date_orders import Announce
    from models.ledger import Record

_DATA: TypeAdapter[dict[str, JsonValue]] = TypeAdapter(dict[str, JsonValue])


def announcement(desk: Desk, session: Session, call: OrderCall, announce: Announce) -> CalendarAnnounced:
    """What the record says. Raises CalendarError for days that contradict themselves.

    Refuses `calendar.nothing-new` when the book knows all of it.
    """
    known = calendar_of(session, call.book)
    calendar = known.with_announced(WorkCalendar.from_data(announce.announced))
    if _same(known, calendar):
        raise RefusedError("calendar.nothing-new", book=call.book)
    return CalendarAnnounced(
        announced=announce.announced,
        document=announce.document,
        calendar=_DATA.validate_python(calendar.to_data()),
        moved=tuple(_moved_days(desk, session, call, calendar)),
    )


def _moved_days(desk: Desk, session: Session, call: OrderCall, calendar: WorkCalendar) -> Iterator[MovedDay]:
    awaited, granted = awaited_tasks(session, call.book), granted_days(session, call.book)
    # The department named an internal day itself, so that it is not counted: it follows the department's own.
    counted = [one for one in awaited if one.turn.course != COLLECTION]
    moved = tuple(_counted_anew(desk, session, call, (counted, granted), calendar))
    yield from moved
    yield from moved_along(
        internal_of(session, call.book, awaited), moved, lambda one: _least(one, granted, ordered_on(call))
    )


def _counted_anew(
    desk: Desk,
    session: Session,
    call: OrderCall,
    standing: tuple[list[AwaitedTask], dict[tuple[str, str, str], str]],
    calendar: WorkCalendar,
) -> Iterator[MovedDay]:
    rubrics = rubrics_of(desk, session, running_departments(session, call.book))
    counted, granted = standing
    for awaited in counted:
        task = awaited.task
        handed_on = within_the_department(session, task)
        phase = phase_of(rubrics[task.department], awaited.turn.matter)
        acts = acts_of_filing(task.matter) if handed_on else (task.act,)
        day = max(granted.get((task.department, task.matter, act), "") for act in acts) or None
        protected = _protected(awaited, end_of_notice(ordered_on(call), phase.notice_days, calendar), call, day)
        asking = asked_first(session, call.book, task.department, task.matter) if handed_on else _asking(awaited)
        moved = _moved(awaited, asked_until(phase, asking, calendar), protected)
        if moved is not None:
            yield moved


def _least(awaited: AwaitedTask, granted: dict[tuple[str, str, str], str], today: date) -> date:
    """No internal day is moved into the past, nor below what a document granted or was ordered today."""
    task = awaited.task
    if awaited.turn.awaited.extended_on == today.isoformat():
        return date.fromisoformat(task.due)
    day = granted.get((task.department, task.matter, task.act), "")
    return date.fromisoformat(max(day, min(task.due, today.isoformat())))


def append_recomputed(writer: BookWriter, call: OrderCall, record: Record) -> None:
    """One record for each due day that the announcement moved or made final."""
    said = payload_as(record, CalendarAnnounced)
    for moved, turn in moved_turns(writer.session, call.book, said.moved, ordered_on(call)):
        writer.append(
            Entry(
                kind="deadline.recomputed",
                key=moved_key(record.key, moved),
                actor="system",
                role="system",
                happened_at=instant(call.happened_at),
                department=moved.department,
                payload=DeadlineRecomputed(
                    cause=record.sequence,
                    document=said.document,
                    matter=moved.matter,
                    act=moved.act,
                    due_before=moved.due_before,
                    due=moved.due,
                    turn=turn,
                ),
            )
        )


def planned_news(desk: Desk, session: Session, call: OrderCall, moved: tuple[MovedDay, ...]) -> tuple[YearNews, ...]:
    """What every running year has to hear: its moved turns, and the dates of the phases that are still to come."""
    turns = {news.department: news.turns for news in news_of(session, call.book, moved)}
    plans = planned(desk, session, running_departments(session, call.book))
    return tuple(YearNews(department=name, turns=turns.get(name, ()), plans=plan) for name, plan in plans.items())


def _same(known: WorkCalendar, calendar: WorkCalendar) -> bool:
    """Whether nothing but the name of the source differs."""
    return {**known.to_data(), "version": ""} == {**calendar.to_data(), "version": ""}


def _moved(awaited: AwaitedTask, computed: Deadline, protected: Protected) -> MovedDay | None:
    """The new due day of an open task; None where neither the day nor its being provisional changes."""
    task = awaited.task
    found = recomputed(date.fromisoformat(task.due), computed, protected)
    day = found.day.isoformat()
    if (day, found.provisional) == (task.due, task.provisional):
        return None
    return MovedDay(
        department=task.department,
        matter=task.matter,
        act=task.act,
        due_before=task.due,
        due=day,
        provisional=found.provisional,
    )


def _asking(awaited: AwaitedTask) -> Asking:
    turn = awaited.turn
    return Asking(
        course_of(turn.matter), turn.state, date.fromisoformat(turn.awaited.since), again=awaited.task.round > 1
    )


def _protected(awaited: AwaitedTask, notice: date, call: OrderCall, granted: str | None) -> Protected:
    # What was ordered today is not taken back today: the running year tells orders apart by their day.
    moved_today = awaited.turn.awaited.extended_on == ordered_on(call).isoformat()
    return Protected(
        date.fromisoformat(awaited.task.due) if moved_today else notice,
        None if granted is None else date.fromisoformat(granted),
    )
