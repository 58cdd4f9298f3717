"""What the bare workflows do: the moments at which a played book did something, and nothing of what it did."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlmodel import col, select

from models.ledger import LedgerRecord
from models.values import Frozen

if TYPE_CHECKING:
    from activities.desk import Desk
    from app.scenario import Scenario

_BY_THE_CLOCK: Final = ("deadline.reminded", "deadline.overdue")


class BareYear(Frozen):
    """One department: for each run the domain moments at which its clock speaks, and the moments of its acts."""

    department: str
    runs: tuple[tuple[str, ...], ...]
    acts: tuple[str, ...]


class BareScript(Frozen):
    """A whole book: its orders before the years begin, its years, and the domain moment at which all is over."""

    book: str
    orders: int
    years: tuple[BareYear, ...]
    end: str


def script_of(desk: Desk, book: str, scenario: Scenario, acts: dict[str, list[str]]) -> BareScript:
    """Read from a played book when its workflows spoke; `acts` are the moments of the scenario's acts."""
    spoke = _spoke(desk, book)
    years = tuple(
        BareYear(department=one.id, runs=_runs(spoke[one.id]), acts=tuple(acts[one.id])) for one in scenario.departments
    )
    moments = [moment for year in years for run in year.runs for moment in run]
    orders = len(scenario.people) - 1 + len(scenario.rubrics)
    return BareScript(
        book=book, orders=orders, years=years, end=max([*moments, *(at for one in years for at in one.acts)])
    )


def _spoke(desk: Desk, book: str) -> dict[str, list[tuple[str, bool]]]:
    """By department: when its clock spoke, and whether that opened a phase."""
    found: dict[str, list[tuple[str, bool]]] = {}
    query = (
        select(LedgerRecord.subject_department, LedgerRecord.happened_at, LedgerRecord.kind)
        .where(col(LedgerRecord.book) == book, col(LedgerRecord.kind).in_(("phase.opened", *_BY_THE_CLOCK)))
        .order_by(col(LedgerRecord.sequence))
    )
    with desk.reading() as session:
        for department, moment, kind in session.exec(query):
            found.setdefault(department or "", []).append((moment, kind == "phase.opened"))
    return found


def _runs(spoke: list[tuple[str, bool]]) -> tuple[tuple[str, ...], ...]:
    """A run begins with the opening of its phase."""
    runs: list[list[str]] = []
    for moment, opening in spoke:
        if opening:
            runs.append([])
        runs[-1].append(moment)
    return tuple(map(tuple, runs))
