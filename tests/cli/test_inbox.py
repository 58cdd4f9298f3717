"""Requests to a service that is slow or away: received at once, delivered when it is back, seen by the person."""

from __future__ import annotations

import os
import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.test_running_service import FACTS, TASK, running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.cli.test_running_service import Service
    from tests.support.command_line import CommandLine
    from tests.support.shijing import Shijing

DO = ("task", "do", TASK, "--as", "tianbao", "--facts", FACTS)


@pytest.fixture
def waiting(shijing: Shijing, jixiao: CommandLine) -> str:
    """The key of an act that was received while no service runs."""
    shijing.open_phase("targets")
    key: str = jixiao(*DO, "--json").document["key"]
    return key


def test_what_waits_is_listed_and_shown_with_the_moment_of_its_receipt(jixiao: CommandLine, waiting: str) -> None:
    (listed,) = jixiao("inbox", "list", "--as", "tianbao", "--json").document["requests"]
    assert (listed["key"], listed["state"], listed["tries"], listed["said"]) == (
        waiting,
        "waiting",
        1,
        "service.not-running",
    )
    assert jixiao("inbox", "show", waiting, "--json").document["request"] == listed
    assert "target setting: file targets" in jixiao("inbox", "list").out
    assert f"request key  {waiting}" in jixiao("inbox", "show", waiting).out
    assert jixiao("inbox", "list", "--as", "fuhe").out == "Nothing was received.\n"
    assert len(jixiao("inbox", "list", "--waiting", "--json").document["requests"]) == 1
    assert jixiao("inbox", "list", "--book", "nowhere/2021/rehearsal").code == 1
    assert jixiao("inbox", "withdraw", waiting, "--as", "tianbao").code == 0
    assert jixiao("inbox", "list", "--waiting", "--json").document["requests"] == []


def test_what_waits_is_taken_back_once(jixiao: CommandLine, waiting: str) -> None:
    other = jixiao("inbox", "withdraw", waiting, "--as", "fuhe")
    assert (other.code, other.out) == (1, "")
    done = jixiao("inbox", "withdraw", waiting, "--as", "tianbao", "--json")
    assert done.document["state"] == "withdrawn"
    again = jixiao("inbox", "withdraw", waiting, "--as", "tianbao")
    assert again.code == 1
    assert "does not wait any more (taken back)" in again.err
    unknown = jixiao("inbox", "show", "nothing")
    assert (unknown.code, unknown.out) == (1, "")
    assert 'has received no request "nothing"' in unknown.err


def test_what_was_not_refused_cannot_be_acknowledged(jixiao: CommandLine, waiting: str) -> None:
    ran = jixiao("inbox", "acknowledge", waiting, "--as", "tianbao")
    assert (ran.code, ran.out) == (1, "")
    assert "was not refused (waiting)" in ran.err


@contextmanager
def asleep(service: Service, name: str) -> Iterator[None]:
    """One of the service's processes stands still."""
    pid = int((service.data / f"{name}.pid").read_text())
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


def said(service: Service, *arguments: str | Path) -> dict[str, Any]:
    """What a program says that may find nobody who answers."""
    ran = service.program(*arguments, "--json")
    assert ran.code == 0, ran.err
    return ran.document


def state(service: Service, key: str) -> str:
    ran = service.jixiao("inbox", "show", key, "--json")
    assert ran.code == 0, ran.err
    found: str = ran.document["request"]["state"]
    return found


@pytest.mark.slow
def test_acts_wait_for_a_worker_an_engine_and_a_service_that_are_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIXIAO_WAIT_SECONDS", "2")
    with running(tmp_path / "data") as service:
        with asleep(service, "worker"):
            filed = said(service, *DO)
        assert filed["state"] == "waiting"
        service.wait_for(lambda: state(service, filed["key"]) == "delivered")
        assert said(service, *DO)["days_late"] == 0
        with asleep(service, "temporal"):
            returned = said(service, *answered(service, "targets.return"))
        assert returned["state"] == "waiting"
        service.wait_for(lambda: state(service, returned["key"]) == "delivered")
        assert service.stop()[0] == 0
        (task,) = service.tasks()
        again = said(service, "task", "do", task["id"], *DO[3:])
        assert (again["state"], again["said"]) == ("waiting", "service.not-running")
        service.start_again()
        service.wait_for(lambda: state(service, again["key"]) == "delivered")
        assert service.stop()[0] == 0
        assert said(service, "audit", "replay")["books"][0]["equal"]


def answered(service: Service, act: str) -> tuple[str, ...]:
    (task,) = service.tasks()
    return ("task", "do", task["id"], "--as", "fuhe", "--act", act, "--opinion", "请补充")
