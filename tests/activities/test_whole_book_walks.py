"""What an act reads does not grow with the book: every lookup finds the rows of its department by an index."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Final

import pytest
from sqlalchemy import event

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.shijing import Shijing

# What the player of the year asks, and no act: which matters are open.
_OF_THE_PLAYER: Final = "ORDER BY matter.opened_at, matter.matter"
# Of these a district's book has thousands.
_GROWING: Final = ("alert", "evidence", "filing", "finding", "ledger", "matter", "review", "score", "task", "warning")


@pytest.mark.thorough
def test_no_act_of_a_year_walks_through_the_whole_book(shijing: Shijing, data: Path) -> None:
    said: set[str] = set()
    shijing.desk.engine.dispose()
    event.listen(shijing.desk.engine, "connect", lambda connection, _: connection.set_trace_callback(said.add))
    shijing.play()
    shijing.desk.engine.dispose()
    asked = {one for one in said if one.startswith("SELECT") and not one.endswith(_OF_THE_PLAYER)}
    assert len(asked) > len(_GROWING)
    assert [one for one in sorted(asked) if _walks(data / "jixiao.db", one)] == []


def _walks(database: Path, asked: str) -> bool:
    """Whether SQLite looks at every row of a book, or of a whole table, that grows with the departments."""
    with closing(sqlite3.connect(database)) as connection:
        steps = [step for *_, step in connection.execute(f"EXPLAIN QUERY PLAN {asked}")]
    whole = {f"SCAN {table}" for table in _GROWING}
    return any((step.endswith(" (book=?)") and step.split()[1] in _GROWING) or step in whole for step in steps)
