"""Long runs take their seeds from the environment: SEEDS=7 runs one that fell alone, SEEDS=0-99 a range."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import pytest

_DEFAULT: Final = "0-11"


def take_seeds(metafunc: pytest.Metafunc) -> None:
    """Run a test that asks for a `seed` once for each."""
    if "seed" in metafunc.fixturenames:
        metafunc.parametrize("seed", seeds(os.environ.get("SEEDS") or _DEFAULT))


def chosen(most: int) -> range | list[int]:
    """The numbers from 1 to `most`, or those of them that SEEDS names."""
    wanted = os.environ.get("SEEDS")
    return [number for number in seeds(wanted) if number <= most] if wanted else range(1, most + 1)


def seeds(text: str) -> list[int]:
    """The seeds that a text names: single ones and ranges, both ends included."""
    ranges = (part.partition("-") for part in text.split(","))
    return [seed for first, _, last in ranges for seed in range(int(first), int(last or first) + 1)]
