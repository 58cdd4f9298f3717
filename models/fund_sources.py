"""Where money comes from (资金来源): one closed list for imports and results, so that no free text names a source."""

from __future__ import annotations

from typing import Literal

FundSource = Literal[
    "general",
    "government-fund",
    "state-capital",
    "social-insurance",
    "special-account",
    "own",
    "carried-over",
    "superior",
    "other",
]
