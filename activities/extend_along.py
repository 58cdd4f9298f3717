"""What is put off along with an order's own words: an extension of its own each, on the same document."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from activities.internal_days import internal_of, moved_along
from activities.keys import moved_key
from activities.signatures import YearNews
from activities.whole_book import awaited_tasks, moved_turns, ordered_on
from audit.entry import Entry
from audit.upcast import payload_as
from models.payloads import DeadlineExtended
from models.receipts import MovedDay
from models.values import instant

if TYPE_CHECKING:
    from sqlmodel import Session

    from activities.internal_days import Internal
    from activities.signatures import OrderCall
    from activities.whole_book import AwaitedTask
    from audit.append import BookWriter
    from models.date_payloads import OutageRecorded
    from models.ledger import Record


def append_extensions(
    writer: BookWriter,
    call: OrderCall,
    record: Record,
    said: OutageRecorded | DeadlineExtended,
    moved: tuple[MovedDay, ...],
) -> None:
    """One extension for each of these due days, in the name of whoever gave the order that `record` says."""
    for one, turn in moved_turns(writer.session, call.book, moved, ordered_on(call)):
        writer.append(
            Entry(
                kind="deadline.extended",
                key=moved_key(record.key, one),
                actor=record.actor,
                role=record.role,
                happened_at=instant(call.happened_at),
                received_at=record.received_at,
                department=one.department,
                payload=DeadlineExtended(
                    matter=one.matter,
                    act=one.act,
                    due=one.due,
                    document=said.document,
                    reason=said.reason,
                    due_before=one.due_before,
                    turn=turn,
                ),
            )
        )


def extend_internal(writer: BookWriter, call: OrderCall, record: Record) -> None:
    """Where the department gets more time for a filing, its divisions get as much more."""
    said, department = payload_as(record, DeadlineExtended), record.subject_department or ""
    own = MovedDay(
        department=department,
        matter=said.matter,
        act=said.turn.awaited.act,
        due_before=said.due_before,
        due=said.due,
    )
    along = moved_along(_feeding(writer.session, record, said.matter), [own], due_day)
    append_extensions(writer, call, record, said, tuple(one for one in along if one.due > one.due_before))


def internal_news(session: Session, record: Record) -> tuple[YearNews, ...]:
    """How the internal days stand that feed what was put off, for the running year to hear."""
    feeding = _feeding(session, record, payload_as(record, DeadlineExtended).matter)
    turns = tuple(one.awaited.turn for one in feeding)
    return (YearNews(department=record.subject_department or "", turns=turns),) if turns else ()


def due_day(awaited: AwaitedTask) -> date:
    """The day on which it is due by now."""
    return date.fromisoformat(awaited.task.due)


def _feeding(session: Session, record: Record, matter: str) -> list[Internal]:
    internal = internal_of(session, record.book, awaited_tasks(session, record.book))
    place = (record.subject_department, matter)
    return [one for one in internal if (one.own.task.department, one.own.task.matter) == place]
