"""The windows of a year's monitoring (监控时段): each but the first is named by the month up to which it looks.

The first is the phase "monitoring", a later one "monitoring/2025-10"; a warning that it raises is named after it.
"""

from __future__ import annotations

import re
from typing import Final

MONITORING: Final = "monitoring"
_HOMES: Final = {"warning": MONITORING, "finding": "rectification", "adjustment": "targets"}
_OF_A_WINDOW: Final = re.compile(r"warning/(\d{4}-\d\d)/")


def kind_of(phase: str) -> str:
    """What a phase is, whichever window it is: "monitoring" for "monitoring/2025-10"."""
    return phase.partition("/")[0]


def home_of(matter: str) -> str:
    """The phase whose clock a matter follows: its own, or the one that a warning, finding or adjustment arises in."""
    month = _OF_A_WINDOW.match(matter)
    if month is not None:
        return f"{MONITORING}/{month[1]}"
    return _HOMES.get(kind_of(matter), matter)


def warning_matter(window: str, reading: int, rule: str, about: str) -> str:
    """The name of a warning: the month of its window, if it has one, the number of the reading, rule and subject."""
    month = window.partition("/")[2]
    return "/".join(part for part in ("warning", month, str(reading), rule, about) if part)
