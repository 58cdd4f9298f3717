"""Connections stay with the writers: used again, and given up where they are no good any more."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import IntegrityError, InvalidRequestError, OperationalError

from models.database import sqlite_engine
from models.sending import connection_of, send
from models.side_stores import Person
from models.writing import WritingConnections

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine

ADD = "INSERT INTO ledger (id) VALUES (?)"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "small.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE ledger (id INTEGER PRIMARY KEY)")
    return path


@pytest.fixture
def engine(file: Path) -> Iterator[Engine]:
    engine = sqlite_engine(file)
    yield engine
    engine.dispose()


def opened(engine: Engine) -> list[object]:
    """Every connection that is opened from now on."""
    found: list[object] = []
    event.listen(engine, "connect", lambda connection, _entry: found.append(connection))
    return found


def add(writers: WritingConnections, number: int) -> None:
    add_all(writers, number)


def add_all(writers: WritingConnections, *numbers: int, after: str = "SELECT 1") -> None:
    with writers.transaction() as session:
        for number in numbers:
            send(connection_of(session), ADD, (number,))
        send(connection_of(session), after)


def stands(file: Path) -> list[int]:
    with closing(sqlite3.connect(file)) as connection:
        return [number for (number,) in connection.execute("SELECT id FROM ledger ORDER BY id")]


def test_one_connection_writes_one_transaction_after_another(engine: Engine, file: Path) -> None:
    connections, writers = opened(engine), WritingConnections(engine)
    for number in range(3):
        add(writers, number)
        assert stands(file) == list(range(number + 1))
    assert len(connections) == 1


def test_what_failed_is_taken_back_and_the_connection_writes_on(engine: Engine, file: Path) -> None:
    connections, writers = opened(engine), WritingConnections(engine)

    def fail() -> None:
        with writers.transaction() as session:
            send(connection_of(session), ADD, (1,))
            raise RuntimeError("killed")

    with pytest.raises(RuntimeError, match="killed"):
        fail()
    with pytest.raises(IntegrityError):
        add_all(writers, 2, 2)
    add(writers, 3)
    assert stands(file) == [3]
    assert len(connections) == 1


def test_nothing_is_written_behind_a_failure_that_took_everything_back(engine: Engine, file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE person (actor TEXT PRIMARY KEY, login TEXT, name TEXT)")
    writers = WritingConnections(engine)
    add(writers, 1)

    def write_on() -> None:
        with writers.transaction() as session:
            send(connection_of(session), ADD, (2,))
            session.add(Person(actor="p", login="l"))
            session.flush()
            session.add(Person(actor="p", login="l"))
            with suppress(IntegrityError):
                session.flush()
            session.rollback()
            session.execute(text("INSERT INTO ledger (id) VALUES (3)"))

    with pytest.raises(InvalidRequestError, match="taken back"):
        write_on()
    assert stands(file) == [1]
    add(writers, 4)
    assert stands(file) == [1, 4]


def test_nothing_of_one_transaction_is_seen_by_the_next_ones_session(engine: Engine) -> None:
    writers = WritingConnections(engine)
    with writers.transaction() as session:
        session.info["waiting"] = "a row"
        session.add(Person(actor="p", login="l", name="n"))
        session.expunge_all()
    with writers.transaction() as session:
        assert (dict(session.info), len(session.identity_map.keys()), len(session.new)) == ({}, 0, 0)


def test_a_transaction_that_cannot_be_committed_leaves_nothing_and_says_so(engine: Engine, file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE after (id INTEGER REFERENCES ledger DEFERRABLE INITIALLY DEFERRED)")
    writers = WritingConnections(engine)
    with pytest.raises(IntegrityError, match="FOREIGN KEY"):
        add_all(writers, 1, after="INSERT INTO after VALUES (7)")
    assert stands(file) == []
    add(writers, 2)
    assert stands(file) == [2]


def test_a_file_that_took_the_place_of_another_is_not_written_by_a_kept_connection(engine: Engine, file: Path) -> None:
    writers = WritingConnections(engine)
    add(writers, 1)
    file.rename(file.with_name("former.db"))
    with pytest.raises(OperationalError):
        add(writers, 2)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE ledger (id INTEGER PRIMARY KEY)")
    add(writers, 3)
    assert stands(file) == [3]
    assert not {2, 3} & {*stands(file.with_name("former.db"))}


def test_an_engine_that_is_disposed_of_leaves_no_connection_open(engine: Engine) -> None:
    connections, writers = opened(engine), WritingConnections(engine)
    add(writers, 1)
    engine.dispose()
    (connection,) = connections
    assert isinstance(connection, sqlite3.Connection)
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        connection.execute("SELECT 1")
    add(writers, 2)
    assert len(connections) == 2


def test_many_writers_at_once_keep_few_connections_and_lose_nothing(engine: Engine, file: Path) -> None:
    connections, writers = opened(engine), WritingConnections(engine)
    together = Barrier(8)

    def write(first: int) -> None:
        together.wait()
        for number in range(10):
            add(writers, first * 10 + number)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))
    assert stands(file) == list(range(80))
    before = len(connections)
    add(writers, 80)
    assert len(connections) == before
