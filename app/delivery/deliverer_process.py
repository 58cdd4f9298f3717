"""The deliverer as a child process that is kept running."""

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
def deliverer_process(settings: Settings) -> Iterator[KeptProcess]:
    """Run the deliverer for the length of the block."""
    settings.logs.mkdir(parents=True, exist_ok=True)
    kept = KeptProcess("delivery", lambda: _start(settings), settings.data / "delivery.pid")
    try:
        yield kept
    finally:
        kept.stop()


def _start(settings: Settings) -> subprocess.Popen[bytes]:
    with (settings.logs / "delivery.err").open("ab") as errors:
        return subprocess.Popen(  # noqa: S603  # our own module
            tethered([sys.executable, "-m", "app.delivery.deliverer"]),
            env={**os.environ, **settings.environment},
            stdout=errors,
            stderr=errors,
        )
