"""The worker as a child process that is started again when it dies."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from app.kept_process import KeptProcess
from app.temporal_server import die_with_parent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.settings import Settings


@contextmanager
def worker_process(settings: Settings, address: str) -> Iterator[KeptProcess]:
    """Run the worker for the length of the block; a file in the data folder says which process it is now."""
    process = KeptProcess("worker", lambda: _started(settings, address))
    try:
        yield process
    finally:
        process.stop()


def _started(settings: Settings, address: str) -> subprocess.Popen[bytes]:
    output = settings.logs / "worker.err"
    output.parent.mkdir(parents=True, exist_ok=True)
    with output.open("ab") as errors:
        process = subprocess.Popen(  # noqa: S603  # our own module with our own arguments
            [sys.executable, "-m", "app.worker", address],
            env={**os.environ, "JIXIAO_DATA": str(settings.data)},
            stdout=errors,
            stderr=errors,
            preexec_fn=die_with_parent,  # noqa: PLW1509  # one system call, looked up beforehand
        )
    (settings.data / "worker.pid").write_text(str(process.pid))
    return process
