"""The worker as a child process that is kept running."""

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
def worker_process(settings: Settings, address: str) -> Iterator[KeptProcess]:
    """Run the worker for the length of the block."""
    settings.logs.mkdir(parents=True, exist_ok=True)
    kept = KeptProcess("worker", lambda: _start(settings, address), settings.data / "worker.pid")
    try:
        yield kept
    finally:
        kept.stop()


def _start(settings: Settings, address: str) -> subprocess.Popen[bytes]:
    with (settings.logs / "worker.err").open("ab") as errors:
        return subprocess.Popen(  # noqa: S603  # our own module with our own arguments
            tethered([sys.executable, "-m", "app.worker", address]),
            env={**os.environ, "JIXIAO_DATA": str(settings.data)},
            stdout=errors,
            stderr=errors,
        )
