"""A child process that is started again when it dies: nothing accepted depends on one process."""

from __future__ import annotations

import subprocess
import threading
import time
from typing import TYPE_CHECKING, Final

import structlog

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

log = structlog.get_logger()

_LOOK_SECONDS: Final = 0.1
_STOP_SECONDS: Final = 20
# One that dies at once, again and again, shall not fill the disk with its complaints.
_LONGEST_PAUSE_SECONDS: Final = 5.0
_SOON_SECONDS: Final = 2.0


class KeptProcess:
    """Keeps one child running until `stop`; `pid_file` names the one that runs now.

    `start` starts a child and returns without waiting for it. Every death is logged as a warning.
    """

    def __init__(self, name: str, start: Callable[[], subprocess.Popen[bytes]], pid_file: Path) -> None:
        self.name = name
        self.restarts = 0
        self._start = start
        self._pid_file = pid_file
        self._stopping = threading.Event()
        self._pause = 0.0
        self._process = self._started()
        self._watch = threading.Thread(target=self._keep, name=f"{name}-watch", daemon=True)
        self._watch.start()

    @property
    def pid(self) -> int:
        """The process id of the child that runs now."""
        return self._process.pid

    @property
    def ended(self) -> bool:
        """Whether the child is dead at this moment."""
        return self._process.poll() is not None

    def stop(self) -> None:
        """End the child gracefully and start no other."""
        self._stopping.set()
        self._watch.join()

    def _started(self) -> subprocess.Popen[bytes]:
        process = self._start()
        self._since = time.monotonic()
        self._pid_file.write_text(str(process.pid))
        return process

    def _keep(self) -> None:
        """The thread that started a child also ends it: the kernel ends children with the thread they came from."""
        while not self._stopping.wait(_LOOK_SECONDS):
            code = self._process.poll()
            if code is not None and not self._stopping.wait(self._next_pause()):
                self.restarts += 1
                log.warning("a process ended and is started again", process=self.name, code=code, times=self.restarts)
                self._process = self._started()
        self._end()

    def _end(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(timeout=_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _next_pause(self) -> float:
        """Nothing after a long life; longer and longer after short ones."""
        short = time.monotonic() - self._since < _SOON_SECONDS
        self._pause = min(_LONGEST_PAUSE_SECONDS, max(_LOOK_SECONDS, 2 * self._pause)) if short else 0.0
        return self._pause
