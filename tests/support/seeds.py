"""The numbers that a long run is asked for: SEEDS=7 runs one that fell alone, SEEDS=0-99 a range, SEEDS=1,5-9 both."""

from __future__ import annotations

import os


def seeds(default: str) -> list[int]:
    """Those that the environment names, or else these."""
    ranges = (part.partition("-") for part in (os.environ.get("SEEDS") or default).split(","))
    return [seed for first, _, last in ranges for seed in range(int(first), int(last or first) + 1)]
