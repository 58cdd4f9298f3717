"""A module of this program as a child process that is kept running."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from app.kept_process import KeptProcess
from app.tethered import tethered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.settings import Settings


@contextmanager
def own_module(settings: Settings, name: str, *command: str) -> Iterator[KeptProcess]:
    """Run `python -m COMMAND` for the length of the block; what it prints goes to a log of its own."""
    settings.logs.mkdir(parents=True, exist_ok=True)
    kept = KeptProcess(name, lambda: _start(settings, name, command), settings.data / f"{name}.pid")
    try:
        yield kept
    finally:
        kept.stop()


def _start(settings: Settings, name: str, command: tuple[str, ...]) -> subprocess.Popen[bytes]:
    with (settings.logs / f"{name}.err").open("ab") as errors:
        return subprocess.Popen(  # noqa: S603  # our own module with our own arguments
            tethered([sys.executable, "-m", *command]),
            env={**os.environ, **settings.environment},
            stdout=errors,
            stderr=errors,
        )
