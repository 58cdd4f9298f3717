"""The end of the process: everything said is out, then nothing more runs."""

from __future__ import annotations

import logging
import os
import sys
from typing import NoReturn

from cli.exit_codes import REFUSED


def end_process(code: int) -> NoReturn:
    """End with the code; an output that cannot be written to its end is no success.

    The interpreter is not wound up: a thread of Temporal's that still hands an answer over would abort it.
    """
    logging.shutdown()
    whole = [_flushed(file) for file in (sys.stdout, sys.stderr)]
    os._exit(code if all(whole) else code or REFUSED)


def _flushed(file: object) -> bool:
    flush = getattr(file, "flush", None)
    try:
        if flush is not None:
            flush()
    except (OSError, ValueError):
        return False
    return True
