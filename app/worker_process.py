"""The worker as a child process that is started again when it dies: nothing accepted depends on one process."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import structlog

from app.tethered import tethered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.settings import Settings

log = structlog.get_logger()

_PAUSE_SECONDS = 0.2
_STOP_SECONDS = 20


class WorkerProcess:
    """Keeps one worker running; `pid` names the one that runs now, and a file in the data folder says so too."""

    def __init__(self, settings: Settings, address: str) -> None:
        self.settings = settings
        self.address = address
        self.restarts = -1
        self._stopping = threading.Event()
        self._process = self._start()
        self._watch = threading.Thread(target=self._keep, name="worker-watch", daemon=True)
        self._watch.start()

    @property
    def pid(self) -> int:
        """The process id of the worker that runs now."""
        return self._process.pid

    def stop(self) -> None:
        """End the worker gracefully."""
        self._stopping.set()
        self._process.terminate()
        try:
            self._process.wait(timeout=_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._watch.join(timeout=_STOP_SECONDS)

    def _start(self) -> subprocess.Popen[bytes]:
        self.restarts += 1
        output = self.settings.logs / "worker.err"
        output.parent.mkdir(parents=True, exist_ok=True)
        with output.open("ab") as errors:
            process = subprocess.Popen(  # noqa: S603  # our own module with our own arguments
                tethered([sys.executable, "-m", "app.worker", self.address]),
                env={**os.environ, "JIXIAO_DATA": str(self.settings.data)},
                stdout=errors,
                stderr=errors,
            )
        (self.settings.data / "worker.pid").write_text(str(process.pid))
        return process

    def _keep(self) -> None:
        while not self._stopping.is_set():
            code = self._process.poll()
            if code is not None and not self._stopping.is_set():
                log.warning("worker ended and is started again", code=code, restarts=self.restarts + 1)
                self._process = self._start()
            time.sleep(_PAUSE_SECONDS)


@contextmanager
def worker_process(settings: Settings, address: str) -> Iterator[WorkerProcess]:
    """Run the worker for the length of the block."""
    process = WorkerProcess(settings, address)
    try:
        yield process
    finally:
        process.stop()
