"""A refusal that leaves no trace: the code that is given, and ledger, head and every table as they were."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from activities.errors import RefusedError
from app.errors import AppError
from audit.errors import AuditError
from deadlines.errors import DeadlinesError
from models.errors import ModelsError
from models.ledger import Head, LedgerRecord
from models.projections import PROJECTIONS
from rules.core.errors import Problem, RulesError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlmodel import SQLModel

    from activities.desk import Desk

_TABLES: tuple[type[SQLModel], ...] = (LedgerRecord, Head, *PROJECTIONS)
_OURS = (RefusedError, AuditError, DeadlinesError, ModelsError, RulesError, AppError)


class Refusal:
    """What a refusal said: filled when the block of `refused` has ended."""

    def __init__(self) -> None:
        self.code = "nothing was refused"
        self.params: dict[str, str] = {}
        self.problems: tuple[Problem, ...] = ()

    @property
    def faults(self) -> list[tuple[str, str]]:
        """Each single fault's code, and the place in the filing."""
        return [(problem.code, ".".join(map(str, problem.path))) for problem in self.problems]


@contextmanager
def refused(desk: Desk, code: str) -> Iterator[Refusal]:
    """Fail unless the block is refused with this code and the book stays as it was."""
    before = whole_book(desk)
    told = Refusal()
    try:
        yield told
    except _OURS as error:
        told.code = error.code
        told.params = dict(error.params)
        told.problems = getattr(error, "problems", ())
    assert told.code == code, (told.code, told.params, told.problems)
    assert whole_book(desk) == before


def whole_book(desk: Desk) -> dict[str, list[str]]:
    """Every row of the ledger, the heads and the tables, as text."""
    with desk.reading() as session:
        connection = session.connection()
        return {
            name: [repr(row) for row in connection.exec_driver_sql(f"SELECT * FROM {name}")]  # noqa: S608  # our own names
            for name in (str(table.__tablename__) for table in _TABLES)
        }
