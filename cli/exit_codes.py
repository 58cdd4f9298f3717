"""Exit codes, the same for every command."""

from __future__ import annotations

from typing import Final

OK: Final = 0
REFUSED: Final = 1  # bad input or a refusal: nothing was written
USAGE: Final = 2  # the command line itself is wrong
DAMAGED: Final = 3  # verify or replay found something wrong
UNDECIDED: Final = 4  # scored, but rows stay undecided
UNKNOWN: Final = 5  # nobody answered in time: send the same key again
OUTAGE: Final = 6  # disk, database or workflow engine failed: mend that, then the same command again
FAULT: Final = 7  # the program itself is wrong: its trace is in a file
