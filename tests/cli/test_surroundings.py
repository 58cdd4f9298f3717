"""What disk, database, terminal and engine can do to a command: a sentence in both languages, a code, never a trace."""

from __future__ import annotations

import logging
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from temporalio.client import WorkflowUpdateFailedError
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError, RPCStatusCode

import app.window
import cli
import cli.task
import cli.task_list
from activities.evidence_store import SIZE_MAX
from activities.handle_act import handle_act
from activities.signatures import ActCall
from app import temporal_server
from app.activity_host import _refusing
from app.counter import OutcomeUnknownError
from app.errors import AppError
from app.folder_lock import holding
from app.settings import Settings
from audit.verifier.verify_books import verify
from tests.support.locked import locked
from tests.support.sentences import says
from tests.support.shijing import BOOK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import IO, Any

    from models.commands import Act
    from models.receipts import Receipt
    from tests.support.command_line import CommandLine, Ran
    from tests.support.shijing import Shijing

ROOT: Final = Path(cli.__file__).parents[1]
TASK: Final = "shijing/targets/targets.file/1"
ADD: Final = ("--row", "income-variance", "--department", "shijing", "--as", "tianbao", "--book", BOOK)


def refused(jixiao: CommandLine, code: str, exit_code: int, *arguments: str | Path) -> Ran:
    """Run the command in both languages; both name the fault, and neither shows a trace."""
    for language in ("zh", "en"):
        ran = jixiao("--lang", language, *arguments)
        assert says(ran.err, code, language), (language, ran.err)
        assert (ran.code, ran.out) == (exit_code, ""), ran.err
        assert "Traceback" not in ran.err
    return ran


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


@pytest.fixture(autouse=True)
def closed_logs() -> Iterator[None]:
    """A program's log ends with it; commands that run in this process leave theirs open."""
    yield
    for handler in logging.getLogger().handlers:
        if isinstance(handler, logging.FileHandler):
            handler.close()


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


def test_a_machine_without_the_engine_is_told_so(
    jixiao: CommandLine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    monkeypatch.setattr(shutil, "which", lambda _: None)
    refused(jixiao, "temporal.not-installed", 6, "up")


@pytest.mark.slow
def test_an_engine_that_ends_at_its_start_is_told_with_the_end_of_its_log(
    jixiao: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(temporal_server, "_command", lambda *_, **__: ["/bin/sh", "-c", "echo no more memory; exit 1"])
    assert "no more memory" in refused(jixiao, "temporal.no-start", 6, "up").err


def test_an_engine_that_may_not_be_run_is_told_by_its_name_and_why(
    jixiao: CommandLine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "temporal").write_text("")
    monkeypatch.setattr(temporal_server, "_command", lambda *_, **__: [str(tmp_path / "temporal")])
    ran = refused(jixiao, "temporal.no-start", 6, "up")
    assert f"{tmp_path / 'temporal'}: Permission denied" in ran.err


@pytest.mark.parametrize(
    "trace",
    [
        *("", "{", "[]", '{"address": "a"}', "\xff\xfe"),
        *(f'{{"address": "127.0.0.1:1", "pid": {pid}}}' for pid in ("0", "-1", "999999999999999999999")),
        '{"address": "127.0.0.1:1", "pid": OWN}',
    ],
)
@pytest.mark.usefixtures("shijing")
def test_the_trace_of_a_service_that_is_gone_is_not_taken_for_a_service(
    jixiao: CommandLine, data: Path, trace: str
) -> None:
    (data / "service.json").write_text(trace.replace("OWN", str(os.getpid())), encoding="latin-1")
    ran = jixiao("evaluate", "shijing", "--as", "jixiaoke", "--book", BOOK)
    assert (ran.code, says(ran.err, "service.not-running")) == (6, True)


@pytest.fixture
def service(shijing: Shijing, data: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shijing]:
    """A service that seems to run, and whose engine does not answer."""
    (data / "service.json").write_text(f'{{"address": "127.0.0.1:1", "pid": {os.getpid()}}}')
    monkeypatch.setattr("app.temporal_client._TRIES", 1)
    monkeypatch.setattr("app.temporal_client.asyncio.sleep", _at_once)
    shijing.open_phase("targets")
    with holding(Settings(data=data).lock):
        yield shijing


async def _at_once(_seconds: float) -> None:
    return


@pytest.mark.usefixtures("service")
def test_an_engine_that_is_away_lets_an_act_wait(jixiao: CommandLine, facts: Path) -> None:
    ran = jixiao("task", "do", TASK, "--as", "tianbao", "--facts", facts, "--json")
    assert (ran.code, ran.err) == (0, "")
    assert (ran.document["state"], ran.document["said"]) == ("waiting", "temporal.unreachable")


@pytest.mark.usefixtures("service")
def test_settings_of_the_engine_that_cannot_be_used_are_named_beside_what_waits(
    jixiao: CommandLine, facts: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "temporal.toml").write_text("[profile")
    monkeypatch.setenv("TEMPORAL_CONFIG_FILE", str(tmp_path / "temporal.toml"))
    ran = jixiao("task", "do", TASK, "--as", "tianbao", "--facts", facts, "--json")
    assert (ran.code, ran.document["said"]) == (0, "temporal.bad-settings")


@pytest.mark.usefixtures("service")
def test_evidence_that_is_no_file_is_empty_or_too_large_is_refused_before_it_is_kept(
    jixiao: CommandLine, data: Path, tmp_path: Path
) -> None:
    empty, large = tmp_path / "empty.pdf", tmp_path / "large.pdf"
    empty.write_bytes(b"")
    with large.open("wb") as file:
        file.truncate(SIZE_MAX + 1)
    refused(jixiao, "evidence.no-file", 1, "evidence", "add", tmp_path / "none.pdf", *ADD)
    refused(jixiao, "evidence.no-file", 1, "evidence", "add", tmp_path, *ADD)
    refused(jixiao, "evidence.empty", 1, "evidence", "add", empty, *ADD)
    refused(jixiao, "evidence.too-large", 1, "evidence", "add", large, *ADD)
    assert list((data / "evidence").rglob("*")) == [] if (data / "evidence").exists() else True


@pytest.mark.usefixtures("service")
def test_evidence_that_the_disk_cannot_give_is_told_by_its_name(
    jixiao: CommandLine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "proof.pdf"
    file.write_bytes(b"proof")
    opened = Path.open

    def faulty(path: Path, mode: str = "r") -> IO[Any]:
        if path == file:
            raise OSError(5, "Input/output error", str(path))
        return opened(path, mode)

    monkeypatch.setattr(Path, "open", faulty)
    assert str(file) in refused(jixiao, "disk.faulty", 6, "evidence", "add", file, *ADD).err


def test_a_fault_of_the_program_is_told_and_its_trace_kept_for_whoever_mends_it(
    jixiao: CommandLine, shijing: Shijing, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def wrong(*_: object) -> None:
        raise KeyError("nobody thought of this")

    assert shijing.book == BOOK
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(cli.task_list, "list_tasks", wrong)
    ran = refused(jixiao, "program.failed", 7, "task", "list")
    trace = Path(ran.err.rpartition(": ")[2].strip())
    assert "nobody thought of this" in trace.read_text(encoding="utf-8")
    assert trace.stat().st_mode & 0o077 == 0


@pytest.mark.usefixtures("shijing")
def test_years_that_fail_together_are_told_by_the_first(jixiao: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(*_: object) -> None:
        raise ExceptionGroup("years", [ExceptionGroup("year", [AppError("rehearsal.real-book", book="b")])])

    monkeypatch.setattr(cli.task_list, "list_tasks", wrong)
    refused(jixiao, "rehearsal.real-book", 1, "task", "list")


@pytest.mark.usefixtures("shijing")
def test_an_unknown_outcome_comes_with_the_command_that_sends_it_again(
    jixiao: CommandLine, facts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(*_: object) -> None:
        raise OutcomeUnknownError("outcome.unknown", request="shijing/the key")

    monkeypatch.setattr(cli.task, "do_task", silent)
    ran = refused(jixiao, "outcome.unknown", 5, "task", "do", TASK, "--as", "tianbao", "--facts", facts)
    again = ran.err.splitlines()[-1]
    assert again.endswith(f"jixiao --lang en task do {TASK} --as tianbao --facts {facts} --key 'shijing/the key'")


class Refusing:
    """Stands in for an engine that refuses what the ledger refuses."""

    def __init__(self, year: Shijing) -> None:
        self.year = year

    def get_workflow_handle_for(self, *_: object) -> Refusing:
        return self

    async def execute_update(self, _update: object, act: Act, **_: str) -> Receipt:
        call = ActCall(book=BOOK, epoch=1, department="shijing", happened_at=act.received_at, act=act)
        try:
            return _refusing(handle_act, self.year.desk, call)
        except ApplicationError as error:
            raise WorkflowUpdateFailedError(error) from error


@pytest.mark.parametrize(
    "slip",
    [
        ("id: staff-control, task: operation,", "id: staff-control, task: operations,", "facts.unknown-task"),
        ("信访件办结率, points: 2", "信访件办结率, points: 两分", "facts.bad-number"),
    ],
)
def test_what_the_ledger_refuses_in_a_filing_is_told_at_its_line(
    jixiao: CommandLine,
    service: Shijing,
    facts: Path,
    data: Path,
    monkeypatch: pytest.MonkeyPatch,
    slip: tuple[str, str, str],
) -> None:
    old, new, code = slip

    async def connected(_address: str) -> Refusing:
        return Refusing(service)

    monkeypatch.setattr(app.window, "connect", connected)
    text = facts.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file = data / "own.yaml"
    file.write_text(text.replace(old, new), encoding="utf-8")
    ran = jixiao("task", "do", TASK, "--as", "tianbao", "--facts", file)
    line = text[: text.index(old)].count("\n") + 1
    assert (ran.code, ran.out) == (1, "")
    assert [told for told in ran.err.splitlines() if told.startswith(f"  {file}:{line}:") and says(told, code)], ran.err


class LostAnswer:
    """Stands in for an engine whose answer is lost, after the act was done or before."""

    def __init__(self, year: Shijing, *, does: bool) -> None:
        self.year = year
        self.does = does
        self.asked = 0

    def get_workflow_handle_for(self, *_: object) -> LostAnswer:
        return self

    async def execute_update(self, _update: object, act: Act, **_: str) -> Receipt:
        self.asked += 1
        if self.does or self.asked > 1:
            call = ActCall(book=BOOK, epoch=1, department="shijing", happened_at=act.received_at, act=act.model_copy())
            receipt = handle_act(self.year.desk, call)
        if self.asked == 1:
            raise RPCError("away", RPCStatusCode.UNAVAILABLE, b"")
        return receipt


@pytest.mark.parametrize("does", [True, False], ids=["done", "not done"])
def test_what_is_sent_again_as_it_was_told_gets_the_one_receipt(
    jixiao: CommandLine, service: Shijing, facts: Path, data: Path, monkeypatch: pytest.MonkeyPatch, does: bool
) -> None:
    engine = LostAnswer(service, does=does)

    async def connected(_address: str) -> LostAnswer:
        return engine

    monkeypatch.setattr(app.window, "connect", connected)
    do = ("task", "do", TASK, "--as", "tianbao", "--facts", facts)
    ran = jixiao(*do, "--json")
    assert (ran.code, ran.document["state"]) == (0, "waiting")
    again = [*map(str, do), "--key", ran.document["key"]]
    receipts = [jixiao(*again, "--json").document for _ in range(2)]
    assert receipts[0] == receipts[1]
    assert receipts[0]["key"] == again[again.index("--key") + 1]
    assert engine.asked == (1 if does else 2)
    assert verify(data, (BOOK,)).ok
    assert not service.replayed().mismatches


def program(*arguments: str | Path, out: int = subprocess.PIPE, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cli.main", *arguments],
        env={"PATH": "/usr/bin", **environment},
        cwd=ROOT,
        stdout=out,
        stderr=subprocess.PIPE,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.slow
@pytest.mark.parametrize("environment", [{}, {"LC_ALL": "C"}, {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}])
def test_a_terminal_that_knows_no_chinese_still_gets_the_score(
    rubric: Path, facts: Path, environment: dict[str, str]
) -> None:
    ran = program("score", "--rubric", rubric, facts, **environment)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "90.25" in ran.stdout


@pytest.mark.slow
def test_an_output_that_takes_nothing_more_is_an_outage_and_not_a_trace(rubric: Path, facts: Path) -> None:
    with Path("/dev/full").open("w") as full:
        ran = program("score", "--rubric", rubric, facts, out=full.fileno(), JIXIAO_LANG="en")
    assert (ran.returncode, says(ran.stderr, "disk.full")) == (6, True)
    assert len(ran.stderr.splitlines()) == 1
