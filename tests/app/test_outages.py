from __future__ import annotations

import errno
import os
import socket
import sqlite3
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from temporalio.service import RPCError, RPCStatusCode

from app.listening import owns
from app.outages import outage_of
from models.database import reading
from tests.support.locked import locked

if TYPE_CHECKING:
    from pathlib import Path

    from activities.desk import Desk


def code_of(error: BaseException) -> str | None:
    outage = outage_of(error)
    return None if outage is None else outage.code


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "disk.full"),
        (errno.EDQUOT, "disk.full"),
        (errno.EACCES, "disk.not-allowed"),
        (errno.EROFS, "disk.read-only"),
        (errno.EIO, "disk.faulty"),
        (errno.ENOTDIR, "disk.not-a-folder"),
        (errno.EISDIR, "disk.not-a-file"),
        (errno.ENOENT, "disk.missing"),
        (errno.ENAMETOOLONG, "disk.name-too-long"),
        (errno.EMFILE, "disk.failed"),
    ],
)
def test_what_a_disk_says_has_a_code_and_names_the_file(number: int, code: str) -> None:
    outage = outage_of(OSError(number, os.strerror(number), "/data/file"))
    assert outage is not None
    assert (outage.code, outage.params) == (code, {"file": "/data/file", "reason": os.strerror(number)})


def test_an_engine_that_does_not_answer_or_breaks_off_is_an_outage() -> None:
    assert code_of(TimeoutError()) == "temporal.silent"
    assert code_of(RPCError("broken pipe", RPCStatusCode.UNAVAILABLE, b"")) == "temporal.broken"


@pytest.mark.parametrize("error", [KeyError("x"), ValueError("x"), sqlite3.ProgrammingError("closed")])
def test_a_fault_of_the_program_is_no_outage(error: Exception) -> None:
    assert outage_of(error) is None


def _said(desk: Desk, statement: str) -> str | None:
    try:
        with desk.engine.connect() as connection:
            connection.execute(text(statement))
    except DBAPIError as error:
        return code_of(error)
    return "done"


def _limit(desk: Desk, pragma: str) -> None:
    """Set a limit on the pool's one connection."""
    raw = desk.engine.raw_connection()
    raw.cursor().execute(f"PRAGMA {pragma}").fetchall()
    raw.close()


_FILL = "INSERT INTO person (actor, login, name) VALUES ('p', 'a', hex(randomblob(100000)))"


def test_a_full_disk_under_the_database_is_told(desk: Desk) -> None:
    _limit(desk, "max_page_count=1")
    assert _said(desk, _FILL) == "disk.full"


def test_a_database_that_may_not_be_written_is_told(desk: Desk) -> None:
    _limit(desk, "query_only=1")
    assert _said(desk, _FILL) == "database.read-only"


def test_a_database_that_another_process_holds_is_told_after_the_wait(desk: Desk, data: Path) -> None:
    _limit(desk, "busy_timeout=20")
    with locked(data / "jixiao.db"):
        assert _said(desk, "SELECT 1") == "database.locked"


def test_a_database_that_was_taken_away_is_told_and_none_is_made_in_its_place(desk: Desk, data: Path) -> None:
    away = data.with_name("away")
    data.rename(away)
    assert _said(desk, "SELECT 1") == "database.cannot-open"
    data.mkdir()
    assert _said(desk, "SELECT 1") == "database.cannot-open"
    assert list(data.iterdir()) == []
    data.rmdir()
    away.rename(data)
    with reading(desk.engine).connect() as connection:
        assert connection.execute(text("SELECT COUNT(*) FROM ledger")).scalar_one() == 0


def test_a_port_belongs_to_who_listens_there_and_to_nobody_else() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = int(taken.getsockname()[1])
        assert not owns(os.getpid(), port)
        taken.listen()
        assert owns(os.getpid(), port)
        assert not owns(1, port)
        assert not owns(4194999, port)
    assert not owns(os.getpid(), port)
