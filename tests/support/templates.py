"""Years that stand just before an act: played once in a process, then copied for every test that begins there."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from models.ledger import Head
from models.values import instant
from tests.support.clock import StepClock
from tests.support.desks import copied, desk_at
from tests.support.shijing import BOOK, Shijing

if TYPE_CHECKING:
    from datetime import datetime

    from activities.signatures import DepartmentStart
    from audit.evaluators import Evaluators

Form = TypeVar("Form", bound=Shijing)


class Template(NamedTuple):
    """A data folder that nobody has open, the department's start, and when its last record was written."""

    data: Path
    start: DepartmentStart
    written: datetime


class Templates:
    """Every year that was asked for so far, by its form and the act that it was played up to."""

    def __init__(self, room: Path, empty: Path, evaluators: Evaluators) -> None:
        self._room = room
        self._empty = empty
        self._evaluators = evaluators
        self._numbers = count(1)
        self._kept: dict[tuple[type[Shijing], str], Template] = {}

    def take(self, form: type[Form], until: str, data: Path) -> Form:
        """A year of this form in a folder of its own, right before the act; its clock goes on from the play's."""
        found = self.at(form, until)
        return form(desk_at(copied(found.data, data), self._evaluators, StepClock(found.written)), found.start)

    def bring(self, year: Shijing, until: str) -> bool:
        """Bring a year that has just been opened to right before the act; False if anything was done in it before."""
        data = Path(year.desk.engine.url.database or "").parent
        if _counted(data) != _counted(self.at(type(year), "").data):
            return False
        found = self.at(type(year), until)
        year.desk.engine.dispose()
        shutil.rmtree(data)
        copied(found.data, data)
        if isinstance(year.desk.clock, StepClock):
            year.desk.clock.now = max(year.desk.clock.now, found.written)
        return True

    def at(self, form: type[Form], until: str) -> Template:
        """The folder from which others are copied; with no act, of a year that has just been opened."""
        if (form, until) not in self._kept:
            data = self._room / f"{next(self._numbers)}"
            year = self.take(form, "", data) if until else form(desk_at(copied(self._empty, data), self._evaluators))
            if until:
                year.play(until=until)
            else:
                year.open()
            with year.desk.reading() as session:
                written = instant(session.get_one(Head, BOOK).recorded_at)
            year.desk.engine.dispose()
            assert year.start is not None
            self._kept[form, until] = Template(data, year.start, written)
        return self._kept[form, until]


def _counted(data: Path) -> dict[str, int]:
    """How many rows each table has."""
    with closing(sqlite3.connect(data / "jixiao.db")) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in names}  # noqa: S608  # the database's own names
