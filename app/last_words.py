"""The trace of a fault of the program: kept in a file for whoever mends it, never shown to a person."""

from __future__ import annotations

import os
import tempfile
import traceback


def keep_trace(error: BaseException) -> str:
    """Write the trace to a file of its own that only its owner reads; gives the file, or the trace where none can be.

    The data folder may be what failed, so the file lies with the machine's temporary files.
    """
    trace = "".join(traceback.format_exception(error))
    try:
        descriptor, path = tempfile.mkstemp(prefix="jixiao-fault-", suffix=".log")
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(trace)
    except OSError:
        return trace
    return path
