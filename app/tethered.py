"""Run a program that the kernel ends together with whoever started it: `tethered.py PARENT PROGRAM ARGUMENTS…`.

The system call is made in a process of its own and not between fork and exec, where another thread may have left a
lock taken. The program then takes that process's place.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from typing import Final

_PR_SET_PDEATHSIG: Final = 1


def tethered(command: list[str]) -> list[str]:
    """The command that runs `command` (its program by full path) so that it does not outlive this process."""
    return [sys.executable, "-I", "-S", __file__, str(os.getpid()), *command]


def run(parent: int, command: list[str]) -> None:
    """Ask the kernel for SIGKILL when the parent dies, however it dies, and become the program.

    At once and not gracefully: the parent's successor opens the same files.
    Returns only if the parent died before that. Raises OSError when the kernel refuses or the program is not there.
    """
    kernel = ctypes.CDLL(None, use_errno=True)
    if kernel.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL) != 0:
        raise OSError(ctypes.get_errno(), "prctl")
    if os.getppid() == parent:
        os.execv(command[0], command)  # noqa: S606  # our own program with our own arguments


if __name__ == "__main__":
    run(int(sys.argv[1]), sys.argv[2:])
