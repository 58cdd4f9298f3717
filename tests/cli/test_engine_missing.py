"""What an engine that is missing, ends or fails can do to a command: a sentence in both languages, never a trace."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from activities.evidence_store import SIZE_MAX
from app import temporal_server
from tests.cli.surroundings import TASK, refused
from tests.support.sentences import says
from tests.support.shijing import BOOK

if TYPE_CHECKING:
    from typing import IO, Any

    from tests.support.command_line import CommandLine


ADD: Final = ("--row", "income-variance", "--department", "shijing", "--as", "tianbao", "--book", BOOK)


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
