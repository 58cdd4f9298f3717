"""A child process that is started again when it dies: nothing that was accepted depends on one process."""

from __future__ import annotations

import subprocess
import threading
import time
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from collections.abc import Callable

log = structlog.get_logger()

_PAUSE_SECONDS = 0.2
_STOP_SECONDS = 20


class KeptProcess:
    """Keeps one process running, made by `start`; `pid` names the one that runs now, `restarts` counts the others."""

    def __init__(
        self, name: str, start: Callable[[], subprocess.Popen[bytes]], first: subprocess.Popen[bytes] | None = None
    ) -> None:
        self.restarts = 0
        self._name = name
        self._start = start
        self._stopping = threading.Event()
        self._process = first or start()
        self._watch = threading.Thread(target=self._keep, name=f"{name}-watch", daemon=True)
        self._watch.start()

    @property
    def pid(self) -> int:
        """The process id of the one that runs now."""
        return self._process.pid

    def stop(self) -> None:
        """End it gracefully."""
        self._stopping.set()
        self._watch.join(timeout=_STOP_SECONDS)
        self._process.terminate()
        try:
            self._process.wait(timeout=_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _keep(self) -> None:
        while not self._stopping.is_set():
            code = self._process.poll()
            if code is not None:
                self._again(code)
            time.sleep(_PAUSE_SECONDS)

    def _again(self, code: int) -> None:
        self.restarts += 1
        log.warning("process ended and is started again", process=self._name, code=code, restarts=self.restarts)
        try:
            self._process = self._start()
        except OSError as error:
            # The disk under its log may be full; it is tried again after the pause.
            log.error("process could not be started", process=self._name, error=str(error))  # noqa: TRY400  # no trace
