"""A guide as a walk: its command blocks in order, what each must print, and how they are run one after another."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.settings import Settings
from tests.support.command_line import Ran
from tests.support.worker_here import rehearsing_here

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest

    from tests.support.command_line import CommandLine

ROOT = Path(__file__).parents[2]
_BLOCK = re.compile(r"^```(?P<info>[^\n]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_EXIT = re.compile(r"exit (\d)")
_TOOLS = frozenset({"jixiao", "cp", "rm", "mkdir", "cat", "ls", "tail"})
_ANYTHING = "…"


@dataclass(frozen=True)
class Step:
    """A block of commands, its exit code, and what it prints (None: the guide does not show it)."""

    info: str
    commands: tuple[tuple[str, ...], ...]
    shown: str | None

    @property
    def code(self) -> int:
        """The exit code of the last command."""
        told = _EXIT.search(self.info)
        return int(told[1]) if told else 0

    @property
    def service(self) -> bool:
        """Whether the block starts the service, which then runs in another terminal."""
        return self.info == "sh service"


def steps(guide: Path) -> list[Step]:
    """The blocks of a guide that a reader types in, each with the output block right below it."""
    blocks = [(match["info"].strip(), match["body"]) for match in _BLOCK.finditer(guide.read_text(encoding="utf-8"))]
    below = [*blocks[1:], ("", "")]
    return [
        Step(info, _commands(body), said if kind == "text" else None)
        for (info, body), (kind, said) in zip(blocks, below, strict=True)
        if info.split()[:1] == ["sh"]
    ]


def _commands(body: str) -> tuple[tuple[str, ...], ...]:
    lines = body.replace("\\\n", " ").splitlines()
    return tuple(tuple(shlex.split(line)) for line in lines if line.strip())


# What differs from one run to the next: digests and keys made of them, ids of people, numbers of records.
_PASSING = re.compile(
    r"\b[0-9a-f]{64}\b|\bp-[0-9a-f]{24}\b|(?<=/)[0-9a-f]{16}\b"
    r"|(?<=第 )[\d/]+(?= [号条]记录)|(?<=重放 )[\d/]+(?= 条)|\d+(?= 条记录)|(?<=末尾 )\d+|(?<=链头 )\d+"
    r"|(?<=比对 )\d+(?= 张表)|(?<=张表 )\d+"
    r"|(?<=record )\d+|[\d/]+(?= records\b)|(?<=the last )\d+|(?<=signed heads: )\d+|(?<=up to )\d+(?= of)"
    r"|\d+(?= tables)|(?<=tables with )\d+|(?<=root )[\w+/]{43}=|(?<=树根 )[\w+/]{43}="
)


def steady(said: str) -> str:
    """What a command said, as a guide shows it: with … for what the next run says otherwise."""
    return "".join(f"{_PASSING.sub(_ANYTHING, line).rstrip()}\n" for line in said.strip("\n").splitlines())


def prints(shown: str, said: str) -> bool:
    """Whether a command said what the guide shows; … stands for anything, a line of it for any lines."""
    pattern = "".join(_line_pattern(" ".join(line.split())) for line in shown.strip().splitlines())
    return re.fullmatch(pattern, _normal(said)) is not None


def _line_pattern(line: str) -> str:
    if line == _ANYTHING:
        return r"(?:[^\n]*\n)*?"
    return "[^\n]*?".join(re.escape(part) for part in line.split(_ANYTHING)) + r"\n"


def _normal(text: str) -> str:
    return "".join(" ".join(line.split()) + "\n" for line in text.strip().splitlines())


def _keep_logs(_file: Path) -> None:
    """The logs stay with whoever has them."""


class Terminal:
    """Where a reader types: the project's folder, with a data folder that is new."""

    def __init__(self, jixiao: CommandLine, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
        for name in ("docs", "rules", "scenarios", "audit"):
            (folder / name).symlink_to(ROOT / name)
        monkeypatch.chdir(folder)
        monkeypatch.setenv("PYTHONPATH", str(ROOT))
        self._jixiao = jixiao
        self._monkeypatch = monkeypatch
        self._folder = folder

    def type(self, words: tuple[str, ...], language: str) -> Ran:
        """Run one command as it stands in the guide; settings before it hold for it alone, exported ones go on."""
        with self._monkeypatch.context() as settings:
            settings.setenv("JIXIAO_LANG", language)
            while words and re.match(r"[A-Z_]+=", words[0]):
                name, _, value = words[0].partition("=")
                settings.setenv(name, value)
                words = words[1:]
            if words[0] != "jixiao":
                return self._other(words)
            self._jixiao.language = language
            # A rehearsal takes the logs of its process: of a program's, not of a test's.
            settings.setattr("cli.rehearse.configure_logs", _keep_logs)
            with rehearsing_here():
                return self._jixiao(*words[1:])

    def _other(self, words: tuple[str, ...]) -> Ran:
        if words[0] == "export":
            name, _, value = words[1].partition("=")
            self._monkeypatch.setenv(name, value)
            return Ran(0, "", "")
        if words[0] in ("python", "python3"):
            words = (sys.executable, *words[1:])
        elif Path(words[0]).name not in _TOOLS:
            raise ValueError(words[0])
        ran = subprocess.run(words, capture_output=True, text=True, timeout=200, check=False, cwd=self._folder)
        return Ran(ran.returncode, ran.stdout, ran.stderr)

    @contextmanager
    def another(self, words: tuple[str, ...]) -> Iterator[None]:
        """A command in another terminal, from its first task to the end of the block."""
        process = subprocess.Popen(
            [Path(sys.executable).with_name(words[0]), *words[1:]],
            cwd=self._folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            self._wait_for_tasks(process)
            yield
        finally:
            process.terminate()
            process.wait(timeout=30)

    def _wait_for_tasks(self, process: subprocess.Popen[bytes]) -> None:
        end = time.monotonic() + 60
        while not Settings().service.exists() or self._jixiao("task", "list", "--json").out.count('"id"') < 2:
            assert process.poll() is None
            assert time.monotonic() < end
            time.sleep(0.1)
