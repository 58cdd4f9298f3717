"""What the treasury exports of a month: taken in as one file, kept for each department beside what came before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.execution import DepartmentMonth, ExecutionLine, ImportExecution
from tests.domain.codes import codes_of, of_the_office
from tests.domain.people import OFFICE
from tests.domain.play import order

if TYPE_CHECKING:
    from tests.domain.books import BookPicture
    from tests.domain.world import World


@dataclass(frozen=True)
class Spent:
    """What a file says of a department: up to which month, and of each source of money what was spent."""

    department: str
    month: str
    sources: tuple[tuple[str, str], ...]


def take_in(world: World, book: BookPicture, file: str, months: tuple[Spent, ...], who: str = OFFICE) -> frozenset[str]:
    """Take a file in: nothing of it, where something in it names nobody or says the same twice."""
    named = [(one.department, one.month) for one in months]
    sources = [(one.department, one.month, source) for one in months for source, _ in one.sources]
    twice = len(set(named)) < len(named) or len(set(sources)) < len(sources)
    codes = (
        of_the_office(world, book, who)
        or codes_of("execution.unknown-department" if {name for name, _ in named} - set(book.years) else None)
        or codes_of("execution.twice" if twice else None)
    )
    words = ImportExecution(file=file, months=tuple(_of_a_month(one) for one in months))
    order(world, book, (who, words), codes)
    if not codes:
        book.own += 1
        for one in months:
            year = book.years[one.department]
            year.records += 1
            year.execution += [(one.month, source, spent, file) for source, spent in one.sources]
    return codes


def _of_a_month(one: Spent) -> DepartmentMonth:
    lines = tuple(
        ExecutionLine.model_validate({"source": source, "initial": "100", "adjusted": "120.50", "spent": spent})
        for source, spent in one.sources
    )
    return DepartmentMonth(department=one.department, month=one.month, lines=lines)
