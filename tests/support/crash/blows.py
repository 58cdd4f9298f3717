"""Starts the anvil and deals blows to operations on copies of a data folder."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from tests.support.crash.anvil import SHIM, Answer, Request

if TYPE_CHECKING:
    from types import TracebackType

ROOT: Final = Path(__file__).parents[3]
SOURCE: Final = Path(__file__).with_name("shim.c")
# In the order in which the shim numbers them; the first only counts.
FAULTS: Final = ("kill-before", "kill-after", "torn", "short", "io-error", "no-space", "disk-full")
KILLS: Final = frozenset({"kill-before", "kill-after", "torn"})
_WRITES: Final = ("write ", "pwrite ")
# A temporary name ends with the numbers of its process and thread.
_PASSING: Final = re.compile(r"(?<=/)\..*")


@dataclass(frozen=True)
class Blow:
    """One fault at one write point of one operation; `call` is what the operation does there."""

    operation: str
    fault: str
    at: int
    call: str

    def __str__(self) -> str:
        return f"{self.operation} {self.fault} at point {self.at} ({self.call})"


def compiled(folder: Path) -> Path:
    """Compile the shim with the machine's compiler."""
    shim = folder / "shim.so"
    flags = ["-shared", "-fPIC", "-O1", "-Wall", "-Wextra", "-Werror"]
    subprocess.run(["gcc", *flags, "-o", str(shim), str(SOURCE), "-ldl"], check=True)
    return shim


class Anvil:
    """The process that strikes; to be used in a `with`."""

    def __init__(self, shim: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.crash.anvil"],
            cwd=ROOT,
            env={**os.environ, "LD_PRELOAD": str(shim), SHIM: str(shim), "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._process.communicate()

    def do(self, operation: str, data: Path, at: int = 0, fault: str = "") -> Answer:
        """Do the operation, and let the fault happen at a write point (0: nowhere)."""
        return self._ask(Request(operation, str(data), at, FAULTS.index(fault) + 1 if fault else 0))

    def do_on_server(self, operation: str, data: Path, addresses: tuple[str, str], at: int = 0) -> Answer:
        """Do the operation on a server's database, and be killed before a statement (0: never)."""
        return self._ask(Request(operation, str(data), at, 0, addresses))

    def _ask(self, request: Request) -> Answer:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        answer = Answer(*json.loads(self._process.stdout.readline()))
        return answer._replace(points=tuple(_PASSING.sub("", call) for call in answer.points))


def blows(operation: str, points: tuple[str, ...]) -> list[Blow]:
    """Every fault at every write point where it can happen."""
    return [
        Blow(operation, fault, at, call)
        for at, call in enumerate(points, 1)
        for fault in FAULTS
        if call.startswith(_WRITES) or fault not in {"torn", "short"}
    ]


def fresh(template: Path, folder: Path) -> Path:
    """The template anew in a folder that may hold what was left before."""
    shutil.rmtree(folder, ignore_errors=True)
    return Path(shutil.copytree(template, folder))
