"""What a played year foretells a bureau: who is told how much and when, which days are odd, how the load lies."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from sqlmodel import col, select

from app.rehearsal.newest_evaluation import newest_evaluation
from app.year_preview import preview_year
from deadlines.counting import DayKind, kind_of
from deadlines.local_time import local_date
from deadlines.preview import Preview
from deadlines.work_calendar import WorkCalendar
from models.ledger import LedgerRecord
from models.projections import Alert, Book, Department, Task
from models.values import instant
from rules.unfillable import Unfillable, unfillable_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from activities.desk import Desk
    from rules.core.rubric import Rubric

_LEAST_WORKING_DAYS: Final = 5


@dataclass(frozen=True, slots=True)
class Told:
    """How often a role was told one kind of thing, and the day on which it was told most."""

    kind: str
    role: str
    count: int
    busiest: date
    on_that_day: int


@dataclass(frozen=True, slots=True)
class OddDay:
    """An act that so many departments or officers owe on a day that is no ordinary day of work."""

    act: str
    day: date
    kind: DayKind
    count: int


@dataclass(frozen=True, slots=True)
class Week:
    """A role's tasks in the week that begins on a Monday: how many came, were due, were done."""

    role: str
    monday: date
    came: int
    due: int
    done: int


@dataclass(frozen=True, slots=True)
class OpenRow:
    """A row that stayed undecided when so many departments of the play had filed."""

    row: str
    name: str
    undecided: int
    scored: int


@dataclass(frozen=True, slots=True)
class Foreseen:
    """The whole of it. `busiest` is the day on which most was told to anybody, None where nothing was.

    `unfillable` follows from the rubric alone, `open_rows` from what was played; `left_open` are the acts that were
    still awaited when the play was over.
    """

    book: str
    year: int
    departments: int
    records: int
    dates: Preview
    odd_days: tuple[OddDay, ...]
    told: tuple[Told, ...]
    busiest: tuple[date, int] | None
    per_day: tuple[tuple[date, int], ...]
    unfillable: tuple[Unfillable, ...]
    open_rows: tuple[OpenRow, ...]
    weeks: tuple[Week, ...]
    left_open: tuple[tuple[str, int], ...]


def foresee(desk: Desk, book: str, rubric: Rubric) -> Foreseen:
    """Read it from the tables of a played book and from its rubric."""
    with desk.reading() as session:
        kept = session.get_one(Book, book)
        tasks = session.exec(select(Task).where(col(Task.book) == book)).all()
        alerts = session.exec(select(Alert).where(col(Alert.book) == book)).all()
        departments = session.exec(select(Department.department).where(col(Department.book) == book)).all()
        records = session.exec(select(LedgerRecord.sequence).where(col(LedgerRecord.book) == book)).all()
    calendar = WorkCalendar.from_data(json.loads(kept.calendar))
    per_day = Counter(_day(alert.happened_at) for alert in alerts)
    return Foreseen(
        book=book,
        year=kept.year,
        departments=len(departments),
        records=len(records),
        dates=preview_year(rubric, kept.year, calendar, _LEAST_WORKING_DAYS),
        odd_days=odd_days(tasks, calendar),
        told=told(alerts),
        busiest=_busiest(per_day),
        per_day=tuple(sorted(per_day.items())),
        unfillable=unfillable_rows(rubric),
        open_rows=_open_rows(desk, book, rubric, departments),
        weeks=weeks(tasks),
        left_open=tuple(sorted(Counter(task.act for task in tasks if task.state == "open").items())),
    )


def told(alerts: Iterable[Alert]) -> tuple[Told, ...]:
    """What was said, by kind and role; of days on which equally much was told the first is named."""
    days: dict[tuple[str, str], Counter[date]] = {}
    for alert in alerts:
        days.setdefault((alert.kind, alert.to_role), Counter())[_day(alert.happened_at)] += 1
    return tuple(
        Told(kind, role, counted.total(), *most)
        for (kind, role), counted in sorted(days.items())
        if (most := _busiest(counted)) is not None
    )


def odd_days(tasks: Iterable[Task], calendar: WorkCalendar) -> tuple[OddDay, ...]:
    """The due days that are holidays, weekends or make-up days, in their order."""
    counted = Counter((date.fromisoformat(task.due), task.act) for task in tasks)
    return tuple(
        OddDay(act, day, kind, count)
        for (day, act), count in sorted(counted.items())
        if (kind := kind_of(day, calendar)) != "working"
    )


def weeks(tasks: Sequence[Task]) -> tuple[Week, ...]:
    """Every week in which a role had something come, due or done."""
    came = Counter((task.role, _monday(_day(task.opened_at))) for task in tasks)
    due = Counter((task.role, _monday(date.fromisoformat(task.due))) for task in tasks)
    done = Counter((task.role, _monday(_day(task.done_at))) for task in tasks if task.done_at is not None)
    return tuple(
        Week(role, monday, came[role, monday], due[role, monday], done[role, monday])
        for role, monday in sorted({*came, *due, *done})
    )


def _open_rows(desk: Desk, book: str, rubric: Rubric, departments: Sequence[str]) -> tuple[OpenRow, ...]:
    made = [one for department in departments if (one := newest_evaluation(desk, book, department)) is not None]
    undecided = Counter(row.id for one in made for row in one.rows if row.state != "decided")
    return tuple(
        OpenRow(row.id, row.name, undecided[row.id], len(made)) for row in rubric.leaves() if undecided[row.id]
    )


def _busiest(counted: Counter[date]) -> tuple[date, int] | None:
    return min(counted.items(), key=lambda entry: (-entry[1], entry[0]), default=None)


def _day(moment: str) -> date:
    return local_date(instant(moment))


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
