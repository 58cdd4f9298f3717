from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from app.settings import Settings
from app.wiring import look_in
from audit import rebuild
from audit.errors import AuditError
from audit.rebuild import bring_up
from audit.replay import replay
from models.errors import ModelsError
from models.projected import projection_tables
from tests.support.shijing import BOOK
from tests.support.tampered import dump

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.shijing import Shijing


def _tables(data: Path) -> dict[str, list[tuple[object, ...]]]:
    return {table.name: dump(data / "jixiao.db", table.name) for table in projection_tables()}


@pytest.fixture
def another_form(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the projecting code had been edited."""
    monkeypatch.setattr(rebuild, "form_of_projections", lambda: "f" * 64)


@pytest.mark.usefixtures("another_form")
def test_rebuilt_tables_are_those_that_the_year_itself_left(played: Shijing, data: Path) -> None:
    before, told = _tables(data), list[tuple[str, int]]()
    with played.desk.engine.begin() as connection:
        connection.execute(text("UPDATE task SET state = 'open'"))
        connection.execute(text("INSERT INTO projected VALUES ('former', '')"))
        connection.execute(text("CREATE TABLE former (x)"))
    bring_up(played.desk.engine, progress=lambda book, sequence: told.append((book, sequence)))
    assert {name: sorted(map(str, rows)) for name, rows in _tables(data).items()} == {
        name: sorted(map(str, rows)) for name, rows in before.items()
    }
    assert told == [(BOOK, number) for number in range(1, len(dump(data / "jixiao.db", "ledger")) + 1)]
    assert not [row for row in dump(data / "jixiao.db", "sqlite_master") if "former" in row]
    assert replay(played.desk.engine, BOOK).mismatches == ()


def test_tables_of_the_present_form_are_left_alone(played: Shijing) -> None:
    told: list[int] = []
    bring_up(played.desk.engine, progress=lambda _, sequence: told.append(sequence))
    assert told == []


@pytest.mark.usefixtures("another_form")
def test_a_record_that_cannot_be_projected_leaves_everything_as_it_was(
    played: Shijing, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = [*_tables(data).values(), dump(data / "jixiao.db", "projected")]
    monkeypatch.setattr(rebuild, "project", _refuse)
    with pytest.raises(AuditError):
        bring_up(played.desk.engine)
    assert [*_tables(data).values(), dump(data / "jixiao.db", "projected")] == before


def _refuse(*_: object) -> None:
    raise AuditError("record.does-not-follow", book=BOOK, sequence="1", kind="book.opened")


def test_whoever_only_looks_is_told_what_to_do(played: Shijing, data: Path) -> None:
    with played.desk.engine.begin() as connection:
        connection.execute(text("UPDATE projected SET form = 'old' WHERE name = 'task'"))
    played.desk.engine.dispose()
    with pytest.raises(ModelsError) as refused:
        look_in(Settings(data=data))
    assert refused.value.code == "database.projections-old"
