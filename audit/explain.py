"""One record explained: who did it and by what right, why, what it changed, which deadline it met, what followed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlmodel import Session, col, select

from audit.moments import RowDifference, changes_by, records_of
from audit.upcast import payload_of
from models.clock_payloads import ClockSaid
from models.database import reading
from models.date_payloads import DeadlineRecomputed
from models.evidence import Piece
from models.ledger import LedgerRecord
from models.payloads import ActDone, DeadlineExtended
from models.projections import Appointment, Task
from models.side_stores import CommittedText, Person

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import JsonValue
    from sqlalchemy import Engine

    from models.values import Frozen

# The fields of payloads that may hold the commitment of a text.
_TEXTS: Final = frozenset({"opinion", "reason", "plan", "measure", "name", "owner", "text", "words"})
_COMMITMENT_LENGTH: Final = 64
_CAUSES: Final = ("cause", "evaluation", "evaluation_sequence")


@dataclass(frozen=True, slots=True)
class Who:
    """The actor; name and login are None where the side store knows none, `since` where no appointment stands."""

    actor: str
    role: str
    name: str | None
    login: str | None
    since: str | None
    appointed_by_record: int | None


@dataclass(frozen=True, slots=True)
class Said:
    """A text that the record commits to: where in the payload, and its words, None where they were erased."""

    field: str
    text: str | None
    commitment: str


@dataclass(frozen=True, slots=True)
class Deadline:
    """The due day that the record is about, and how many days late it was; an extension also says the day before."""

    due: str
    days_late: int
    before: str | None = None


@dataclass(frozen=True, slots=True)
class Related:
    """Another record that led to this one, or followed from it."""

    sequence: int
    kind: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything that the book itself can say about one of its records."""

    record: LedgerRecord
    who: Who
    causes: tuple[Related, ...]
    document: str | None
    said: tuple[Said, ...]
    deadline: Deadline | None
    score: tuple[str, str] | None
    changes: tuple[RowDifference, ...]
    followed: tuple[Related, ...]


def explain_record(engine: Engine, book: str, sequence: int) -> Explanation:
    """Explain one record of a book. Raises AuditError `record.unknown` for a number that the book does not have."""
    tables, changes = changes_by(engine, book, sequence)
    with Session(reading(engine), expire_on_commit=False) as live:
        records = records_of(live, book)
        record = records[sequence - 1]
        payload = payload_of(record)
        words = payload.model_dump(mode="json")
        live.expunge(record)
        document = words.get("document")
        return Explanation(
            record=record,
            who=_who(live, tables, record),
            causes=tuple(_related(records, [*_causes(words), *_awaited(tables, record, payload, changes)])),
            document=document if isinstance(document, str) else None,
            said=tuple(_said(live, words, "")),
            deadline=_deadline(payload),
            score=_score(words),
            changes=tuple(changes),
            followed=tuple(_related(records, _followed(live, records, record, changes))),
        )


def _who(live: Session, tables: Session, record: LedgerRecord) -> Who:
    person = live.get(Person, record.actor)
    query = select(Appointment).where(col(Appointment.actor) == record.actor, col(Appointment.role) == record.role)
    held = [
        one
        for one in tables.exec(query.order_by(col(Appointment.sequence).desc()))
        if one.department in {"", record.subject_department}
    ]
    return Who(
        actor=record.actor,
        role=record.role,
        name=None if person is None else person.name,
        login=None if person is None else person.login,
        since=held[0].from_day if held else None,
        appointed_by_record=held[0].sequence if held else None,
    )


def _causes(words: dict[str, JsonValue]) -> list[int]:
    """The records that a payload names, its own ones and those of its review."""
    review = words.get("review")
    named = [words.get(name) for name in _CAUSES]
    named += [review.get(name) for name in _CAUSES] if isinstance(review, dict) else []
    return [number for number in named if isinstance(number, int)]


def _awaited(tables: Session, record: LedgerRecord, payload: Frozen, changes: list[RowDifference]) -> list[int]:
    """The records that last said what was awaited: of the tasks that this one did, or that the clock spoke of."""
    if isinstance(payload, ClockSaid):
        query = select(Task.sequence).where(
            col(Task.department) == record.subject_department,
            col(Task.matter) == payload.matter,
            col(Task.act) == payload.act,
            col(Task.state) == "open",
        )
        return list(tables.exec(query))
    tasks = (change.before for change in changes if change.table == Task.__tablename__ and change.before is not None)
    return [number for task in tasks if isinstance(number := task["sequence"], int)]


def _followed(
    live: Session, records: list[LedgerRecord], record: LedgerRecord, changes: list[RowDifference]
) -> list[int]:
    """Records that name this one or carry its key, and those that did the tasks that it opened."""
    later = records[record.sequence :]
    by_name = [one.sequence for one in later if _names(one, record)]
    opened = [change.key for change in changes if change.table == Task.__tablename__ and change.before is None]
    tasks = [live.get(Task, (*key[:-1], int(key[-1]))) for key in opened]
    return [*by_name, *(task.sequence for task in tasks if task is not None and task.state == "done")]


def _names(later: LedgerRecord, record: LedgerRecord) -> bool:
    if later.key.startswith(f"@{record.key}/"):
        return True
    return record.sequence in _causes(payload_of(later).model_dump(mode="json"))


def _related(records: list[LedgerRecord], sequences: list[int]) -> Iterator[Related]:
    for number in sorted(set(sequences)):
        if 1 <= number <= len(records):
            yield Related(number, records[number - 1].kind)


def _said(live: Session, value: JsonValue, place: str) -> Iterator[Said]:
    """Every commitment in a payload, opened as far as its text stands."""
    if isinstance(value, dict):
        for name, inner in value.items():
            where = f"{place}.{name}".lstrip(".")
            if name in _TEXTS and isinstance(inner, str) and len(inner) == _COMMITMENT_LENGTH:
                kept = live.get(CommittedText, inner)
                yield Said(where, None if kept is None else kept.text, inner)
            else:
                yield from _said(live, inner, where)
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            yield from _said(live, inner, f"{place}.{_label(inner, position)}")


def _label(entry: JsonValue, position: int) -> str:
    """An entry of a list by its doubt's code and row, where it speaks of one; by its position otherwise."""
    if isinstance(entry, dict) and {"code", "row"} <= entry.keys():
        return f"{entry['code']}/{entry['row']}"
    return str(position)


def _deadline(payload: Frozen) -> Deadline | None:
    match payload:
        case ActDone() if payload.due and not isinstance(payload.content, Piece):
            return Deadline(payload.due, payload.days_late)
        case ClockSaid():
            return Deadline(payload.due, payload.days if payload.kind == "overdue" else 0)
        case DeadlineExtended() | DeadlineRecomputed():
            return Deadline(payload.due, 0, payload.due_before)
        case _:
            return None


def _score(words: dict[str, JsonValue]) -> tuple[str, str] | None:
    """Both totals of a changed score."""
    before, after = words.get("total_before"), words.get("total_after")
    return (before, after) if isinstance(before, str) and isinstance(after, str) else None
