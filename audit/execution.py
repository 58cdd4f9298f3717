"""Imported execution as the tables have it: what stands for a month, as facts of a filing, and beside a filing."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import TYPE_CHECKING, Final, NamedTuple

from sqlmodel import Session, col, select

from audit.filings import filings_of
from audit.local_day import local_day
from models.monitoring_tables import Execution
from models.projections import Book, Filing
from models.windows import MONITORING, kind_of
from rules.core.errors import NumberError
from rules.core.numbers import exact, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import JsonValue

    from rules.core.rubric import Rubric

# How many 元 one unit of an input has.
_YUAN: Final = {"元": 1, "万元": 10_000}


class PrefilledExecution(NamedTuple):
    """A department's execution up to a month, over all sources of money, in 元; `sequence` is the import's record."""

    book: str
    month: str
    sequence: int
    initial: Fraction
    adjusted: Fraction
    spent: Fraction


class _Asked(NamedTuple):
    """The inputs of a rule: what was spent, of what, up to which month where it asks for one."""

    spent: str
    budget: str
    month: str | None = None


class Difference(NamedTuple):
    """A figure of a monitoring filing that is another than the imported one; both, and what is between, in `unit`."""

    phase: str
    month: str
    input: str
    name: str
    unit: str
    filed: str
    imported: str
    difference: str


def prefilled_execution(session: Session, book: str, department: str, month: str) -> PrefilledExecution | None:
    """The sums of the latest import of a month (YYYY-MM); None where none was imported."""
    query = select(Execution).where(
        col(Execution.book) == book, col(Execution.department) == department, col(Execution.month) == month
    )
    rows = session.exec(query).all()
    if not rows:
        return None
    latest = max(row.sequence for row in rows)
    lines = [row for row in rows if row.sequence == latest]
    sums = (sum((exact(getattr(row, name)) for row in lines), Fraction(0)) for name in ("initial", "adjusted", "spent"))
    return PrefilledExecution(book, month, latest, *sums)


def latest_month(session: Session, book: str, department: str, before: str | None = None) -> str | None:
    """The latest month (YYYY-MM) that was imported, before another one if that is given; None where none was."""
    query = select(Execution.month).where(col(Execution.book) == book, col(Execution.department) == department)
    if before is not None:
        query = query.where(col(Execution.month) < before)
    return session.exec(query.order_by(col(Execution.month).desc())).first()


def prefilled_facts(rubric: Rubric, found: PrefilledExecution) -> list[dict[str, JsonValue]]:
    """The facts that a rubric's rules on the pace of spending ask for, from the import; each names its record."""
    values = _wanted(rubric, found)
    return [
        {
            "input": name,
            "value": plain(value),
            "unit": rubric.inputs[name].unit,
            "origin": "figure",
            "place": f"{found.book}#{found.sequence}",
        }
        for name, value in values.items()
    ]


def differences(session: Session, rubric: Rubric, book: str, department: str) -> list[Difference]:
    """What the standing filing of each monitoring window says otherwise than the import of its month."""
    query = select(Filing.phase).where(col(Filing.book) == book, col(Filing.department) == department)
    phases = dict.fromkeys(one for one in session.exec(query.order_by(col(Filing.sequence))))
    found: list[Difference] = []
    for phase in phases:
        filings = filings_of(session, book, department, phase) if kind_of(phase) == MONITORING else []
        if filings:
            said = _figures(filings[-1])
            month = _month(session, rubric, filings[-1], said)
            imported = None if month is None else prefilled_execution(session, book, department, month)
            found += [] if imported is None else _compared(rubric, phase, said, imported)
    return found


def _compared(rubric: Rubric, phase: str, said: dict[str, Fraction], imported: PrefilledExecution) -> list[Difference]:
    return [
        Difference(
            phase,
            imported.month,
            name,
            rubric.inputs[name].name,
            rubric.inputs[name].unit,
            plain(said[name]),
            plain(value),
            plain(said[name] - value),
        )
        for name, value in _wanted(rubric, imported).items()
        if name in said and said[name] != value
    ]


def _wanted(rubric: Rubric, found: PrefilledExecution) -> dict[str, Fraction]:
    """By input: spent, adjusted budget and month, in the unit that the rubric wants."""
    values: dict[str, Fraction] = {}
    for asked in _asked(rubric):
        values[asked.spent] = found.spent / _YUAN[rubric.inputs[asked.spent].unit]
        values[asked.budget] = found.adjusted / _YUAN[rubric.inputs[asked.budget].unit]
        if asked.month is not None:
            values[asked.month] = Fraction(int(found.month[5:]))
    return values


def _asked(rubric: Rubric) -> Iterator[_Asked]:
    """The inputs of every rule that compares spending with its budget over the year."""
    for rule in rubric.monitoring.spending:
        if (pace := rule.metric.pace) is not None:
            yield _Asked(pace.of, pace.to, pace.month)
    for floor in rubric.monitoring.floors:
        yield _Asked(floor.ratio.of, floor.ratio.to, floor.month)
    for gap in rubric.monitoring.gaps:
        yield _Asked(gap.ratio.of, gap.ratio.to)


def _month(session: Session, rubric: Rubric, filing: Filing, said: dict[str, Fraction]) -> str | None:
    """Up to which month a filing looks: what it says itself, in the book's year, where the rubric asks for a month."""
    asked = [one.month for one in _asked(rubric) if one.month is not None]
    if not asked:
        return filing.phase.partition("/")[2] or _known_month(session, rubric, filing)
    months = [said[one] for one in asked if one in said]
    return f"{session.get_one(Book, filing.book).year}-{int(months[0]):02d}" if months else None


def _known_month(session: Session, rubric: Rubric, filing: Filing) -> str | None:
    """The latest month before the next window that had been imported, or had at least ended, when it was filed."""
    known = (col(Execution.sequence) < filing.sequence) | (col(Execution.month) < local_day(filing.received_at)[:7])
    query = select(Execution.month).where(
        col(Execution.book) == filing.book, col(Execution.department) == filing.department, known
    )
    windows = [one.window for one in rubric.phases if one.window is not None]
    if windows:
        query = query.where(col(Execution.month) < min(windows))
    return session.exec(query.order_by(col(Execution.month).desc())).first()


def _figures(filing: Filing) -> dict[str, Fraction]:
    """The numbers of a filing, by input."""
    figures: dict[str, Fraction] = {}
    for fact in json.loads(filing.document)["lists"].get("facts", []):
        try:
            figures[fact["input"]] = exact(fact["value"])
        except NumberError:
            continue
    return figures
