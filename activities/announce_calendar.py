"""The State Council has announced a year: the book's calendar follows, and every due day that was counted in it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pydantic import JsonValue, TypeAdapter

from activities.asked_until import Asking, asked_until
from activities.errors import RefusedError
from activities.extend_deadline import granted_day
from activities.keys import moved_key
from activities.plan_phases import plan_phases
from activities.signatures import YearNews
from activities.turn import calendar_of, phase_of
from activities.whole_book import awaited_tasks, news_of, ordered_on, running_departments, turn_of
from audit.append import Entry
from deadlines.recomputing import Protected, end_of_notice, recomputed
from deadlines.work_calendar import WorkCalendar
from models.date_payloads import CalendarAnnounced, DeadlineRecomputed
from models.receipts import MovedDay
from models.values import instant

if TYPE_CHECKING:
    from sqlmodel import Session

    from activities.desk import Desk
    from activities.signatures import OrderCall
    from activities.whole_book import AwaitedTask
    from audit.append import BookWriter
    from deadlines.deadline import Deadline
    from models.commands import Announce
    from models.ledger import LedgerRecord
    from rules.core.rubric import Phase

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
        moved=tuple(
            moved
            for awaited in awaited_tasks(session, call.book)
            if (moved := _moved(desk, session, call, awaited, calendar)) is not None
        ),
    )


def append_recomputed(writer: BookWriter, call: OrderCall, record: LedgerRecord) -> None:
    """One record for each due day that the announcement moved or made final."""
    said = CalendarAnnounced.model_validate_json(record.payload)
    for moved in said.moved:
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
                    turn=turn_of(writer.session, call.book, moved, ordered_on(call)),
                ),
            )
        )


def planned_news(desk: Desk, session: Session, call: OrderCall, moved: tuple[MovedDay, ...]) -> tuple[YearNews, ...]:
    """What every running year has to hear: its moved turns, and the dates of the phases that are still to come."""
    turns = {news.department: news.turns for news in news_of(session, call.book, moved)}
    return tuple(
        YearNews(
            department=one.department,
            turns=turns.get(one.department, ()),
            plans=plan_phases(session, desk.evaluators.of(session, call.book, one.rubric_hash)[0], call.book),
        )
        for one in running_departments(session, call.book)
    )


def _same(known: WorkCalendar, calendar: WorkCalendar) -> bool:
    """Whether nothing but the name of the source differs."""
    return {**known.to_data(), "version": ""} == {**calendar.to_data(), "version": ""}


def _moved(
    desk: Desk, session: Session, call: OrderCall, awaited: AwaitedTask, calendar: WorkCalendar
) -> MovedDay | None:
    """The new due day of an open task; None where neither the day nor its being provisional changes."""
    task = awaited.task
    rubric, _ = desk.evaluators.of(session, call.book, awaited.department.rubric_hash)
    phase = phase_of(rubric, awaited.turn.course)
    computed = asked_until(phase, _asking(awaited), calendar)
    protected = _protected(session, call, awaited, phase, calendar)
    found: Deadline = recomputed(date.fromisoformat(task.due), computed, protected)
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
    since = turn.awaited.since if turn.awaited is not None else ""
    return Asking(turn.course, turn.state, date.fromisoformat(since), again=awaited.task.round > 1)


def _protected(
    session: Session, call: OrderCall, awaited: AwaitedTask, phase: Phase, calendar: WorkCalendar
) -> Protected:
    task, today = awaited.task, ordered_on(call)
    granted = granted_day(session, call.book, task.department, task.matter, task.act)
    # What was ordered today is not taken back today: the running year tells orders apart by their day.
    moved_today = awaited.turn.awaited is not None and awaited.turn.awaited.extended_on == today.isoformat()
    notice = date.fromisoformat(task.due) if moved_today else end_of_notice(today, phase.notice_days, calendar)
    return Protected(notice, None if granted is None else date.fromisoformat(granted))
