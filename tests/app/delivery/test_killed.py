"""A deliverer that is killed between sending and marking: the message comes again, under the same key."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import app
from tests.support.told import SECRET

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.support.outside import Mailbox, Web
    from tests.support.told import Told

pytestmark = pytest.mark.slow

ROOT = Path(app.__file__).parents[1]
PATIENCE_SECONDS = 30


@contextmanager
def deliverer(data: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The program in a process of its own; dead when the block ends."""
    command = [sys.executable, "-m", "tests.support.deliver_quickly", str(data)]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def wait_for(true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_killed_between_sending_and_marking_it_sends_again_under_the_same_key(
    told: Told, data: Path, web: Web, mail: Mailbox
) -> None:
    told.reach("tianbao", f"{web.url}\n{SECRET}")
    told.remind()
    told.year.desk.engine.dispose()
    with deliverer(data) as first:
        # The receiver has the message; the deliverer never hears of it.
        web.meanwhile = lambda: os.kill(first.pid, signal.SIGKILL)
        assert first.wait(PATIENCE_SECONDS) == -signal.SIGKILL
    assert len(web.received) == 1
    web.meanwhile = lambda: None
    told.clock.now = told.clock.now.replace(hour=5)
    told.reach("guanli", mail.address())
    with deliverer(data):
        wait_for(lambda: told.states() == ["sent"])
        time.sleep(1.5)
    (one, _), (again, _) = web.received
    assert one["Idempotency-Key"] == again["Idempotency-Key"]
    assert told.attempts() == [(None, ""), ("sent", "HTTP 204")]


def test_no_line_of_a_log_and_no_table_holds_a_secret(told: Told, data: Path, web: Web, mail: Mailbox) -> None:
    web.status = 500
    told.reach("tianbao", f"{web.url}\n{SECRET}")
    told.reach("tianbao", f"json://jixiao:pa55w0rd@127.0.0.1:{web.port}/t0ken", name="chat")
    told.reach("guanli", mail.address("jixiao:pa55w0rd@"))
    told.remind()
    told.year.desk.engine.dispose()
    with deliverer(data):
        wait_for(lambda: len(told.attempts()) >= 4)
    kept = [file for file in data.rglob("*") if file.is_file() and file.parent != told.post.addresses]
    assert any(file.name == "delivery.log" and b"a message was tried" in file.read_bytes() for file in kept)
    for secret in (b"t0ken", SECRET.encode(), b"pa55w0rd", b"tianbao@shijing.example"):
        assert [file.name for file in kept if secret in file.read_bytes()] == []
