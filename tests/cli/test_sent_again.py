"""What nobody answered, or the ledger refused, is told so that it can be mended or sent again."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from temporalio.client import WorkflowUpdateFailedError
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError, RPCStatusCode

import app.window
import cli
import cli.task
import cli.task_list
from activities.handle_act import handle_act
from activities.signatures import ActCall
from app.activity_host import _refusing
from app.counter import OutcomeUnknownError
from app.errors import AppError
from audit.verifier.verify_books import verify
from tests.cli.surroundings import TASK, refused
from tests.support.sentences import says
from tests.support.shijing import BOOK

if TYPE_CHECKING:
    from models.commands import Act
    from models.receipts import Receipt
    from tests.support.command_line import CommandLine
    from tests.support.shijing import Shijing


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
