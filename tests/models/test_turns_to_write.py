from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from models.database import reading, sqlite_engine
from models.turns_to_write import TurnsToWrite

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine

LONG = 30
SHORT = 0.01


def _database(folder: Path) -> Engine:
    file = folder / "jixiao.db"
    file.touch()
    engine = sqlite_engine(file)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE ledger (number INTEGER)"))
    return engine


def nothing() -> dict[Any, Any]:
    """What a connection keeps beside itself before it has a turn."""
    return {}


def test_the_next_writer_waits_until_the_first_has_left() -> None:
    turns, first, second = TurnsToWrite(LONG), nothing(), nothing()
    turns.take(first)
    with ThreadPoolExecutor(1) as other:
        waiting = other.submit(turns.take, second)
        assert not second
        turns.leave(first)
        waiting.result(timeout=LONG)
    assert second
    assert not first


def test_who_has_waited_long_enough_goes_on_without_a_turn() -> None:
    turns, first, second = TurnsToWrite(SHORT), nothing(), nothing()
    turns.take(first)
    turns.take(second)
    assert not second
    turns.leave(second)
    turns.take(second)
    assert not second


def test_a_connection_that_begins_again_keeps_its_turn() -> None:
    turns, first, second = TurnsToWrite(SHORT), nothing(), nothing()
    turns.take(first)
    turns.take(first)
    turns.leave(first)
    turns.take(second)
    assert second


def test_a_writer_that_fails_gives_its_turn_back(tmp_path: Path) -> None:
    engine = _database(tmp_path)
    for number in range(3):
        with engine.connect() as connection:
            connection.execute(text("INSERT INTO ledger VALUES (:number)"), {"number": number})
            connection.rollback() if number else connection.commit()
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM ledger")).scalar() == 1
    engine.dispose()


def test_readers_need_no_turn(tmp_path: Path) -> None:
    engine = _database(tmp_path)

    def read() -> int | None:
        with reading(engine).connect() as connection:
            found: int | None = connection.execute(text("SELECT count(*) FROM ledger")).scalar()
            return found

    with engine.begin() as writing, ThreadPoolExecutor(1) as other:
        writing.execute(text("INSERT INTO ledger VALUES (1)"))
        assert other.submit(read).result(timeout=LONG) == 0
    assert read() == 1
    engine.dispose()


def test_many_threads_write_all_that_they_have(tmp_path: Path) -> None:
    engine = _database(tmp_path)

    def write(number: int) -> None:
        with engine.begin() as connection:
            connection.execute(text("INSERT INTO ledger VALUES (:number)"), {"number": number})

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(write, range(64)))
    with reading(engine).connect() as connection:
        assert connection.execute(text("SELECT count(DISTINCT number) FROM ledger")).scalar() == 64
    engine.dispose()
