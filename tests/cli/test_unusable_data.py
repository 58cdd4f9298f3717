"""What disk, database and data folder can do to a command: a sentence in both languages, a code, never a trace."""

from __future__ import annotations

import os
import sqlite3
from typing import TYPE_CHECKING, Final

import pytest

from tests.cli.surroundings import TASK, refused
from tests.support.locked import locked
from tests.support.sentences import says

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.support.command_line import CommandLine
    from tests.support.shijing import Shijing


def garbage(database: Path) -> None:
    database.write_bytes(b"\x00\xff" * 4096)


def cut_off(database: Path) -> None:
    database.write_bytes(database.read_bytes()[:5000])


def emptied(database: Path) -> None:
    database.write_bytes(b"")


def a_folder(database: Path) -> None:
    database.unlink()
    database.mkdir()


def of_another_program(database: Path) -> None:
    database.unlink()
    run_sql(database, "CREATE TABLE bookmarks (address TEXT)")


def of_a_later_version(database: Path) -> None:
    run_sql(database, "UPDATE alembic_version SET version_num = '9999'")


def without_a_table(database: Path) -> None:
    run_sql(database, "DROP TRIGGER ledger_no_update")


def run_sql(database: Path, statement: str) -> None:
    connection = sqlite3.connect(database)
    connection.execute(statement)
    connection.commit()
    connection.close()


DATABASES: Final[list[tuple[Callable[[Path], None], str, int]]] = [
    (garbage, "database.damaged", 6),
    (cut_off, "database.damaged", 6),
    (emptied, "data.missing", 1),
    (a_folder, "database.cannot-open", 6),
    (of_another_program, "database.foreign", 1),
    (of_a_later_version, "database.newer", 1),
    (without_a_table, "guard.missing", 1),
]


@pytest.mark.parametrize(("damage", "code", "exit_code"), DATABASES, ids=lambda each: getattr(each, "__name__", None))
def test_a_database_that_cannot_be_used_is_named_and_left_as_it_is(
    jixiao: CommandLine, shijing: Shijing, data: Path, damage: Callable[[Path], None], code: str, exit_code: int
) -> None:
    shijing.desk.engine.dispose()
    damage(data / "jixiao.db")
    before = (data / "jixiao.db").read_bytes() if (data / "jixiao.db").is_file() else b""
    refused(jixiao, code, exit_code, "task", "list")
    if before:
        assert (data / "jixiao.db").read_bytes() == before
    for command in (("audit", "replay"), ("audit", "verify")):
        ran = jixiao(*command)
        assert ran.code in {0, 1, 3, 6}
        assert "Traceback" not in ran.err


@pytest.mark.usefixtures("shijing")
def test_what_only_reads_does_not_wait_for_a_process_that_holds_the_lock(jixiao: CommandLine, data: Path) -> None:
    with locked(data / "jixiao.db"):
        assert jixiao("task", "list").code == 0
        assert jixiao("audit", "replay").code == 0


@pytest.mark.parametrize("command", [("rehearse",), ("up",)])
def test_a_data_folder_that_is_a_file_is_named(jixiao: CommandLine, data: Path, command: tuple[str, ...]) -> None:
    data.write_text("a file")
    ran = refused(jixiao, "disk.not-a-folder", 6, *command)
    assert str(data) in ran.err
    assert data.read_text() == "a file"


def test_a_data_folder_in_which_nothing_can_be_made_is_named(
    jixiao: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The kernel's own folders refuse the superuser too.
    monkeypatch.setenv("JIXIAO_DATA", "/proc/jixiao")
    ran = jixiao("up")
    assert ran.code == 6
    assert "/proc/jixiao" in ran.err
    assert any(says(ran.err, code) for code in ("disk.missing", "disk.not-allowed", "disk.read-only"))


def test_a_data_folder_whose_name_is_no_text_is_refused(jixiao: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIXIAO_DATA", os.fsdecode("数据".encode("gbk")))
    refused(jixiao, "data.not-utf8", 1, "task", "list")


def test_an_empty_name_of_the_data_folder_is_no_name(
    jixiao: CommandLine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("JIXIAO_DATA", "")
    assert str(tmp_path / "var") in refused(jixiao, "data.missing", 1, "task", "list").err


def test_an_argument_that_is_no_text_is_named_with_its_place(jixiao: CommandLine) -> None:
    opinion = os.fsdecode("同意".encode("gbk"))
    ran = refused(jixiao, "cli.not-utf8", 1, "task", "do", TASK, "--as", "fuhe", "--opinion", opinion)
    assert "Argument 9 (" in ran.err
