"""A doubt (存疑) as data: a figure that can be right, and that a person has to look at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rules.core.evaluation import Figure

DoubtCode = Literal[
    "over-hundred",
    "over-limit",
    "quotient-inverted",
    "sum-differs",
    "completion-low",
    "completion-high",
    "unit-slip",
    "ratio-for-percent",
    "same-figure",
]


@dataclass(frozen=True, slots=True)
class Doubt:
    """A code, the rows that it is about, the figures as filed, and the exact arithmetic in mathematical signs.

    `row` is where a reason for it is given: the first of `rows`; where no row asks for the figures, the check's id or
    the name of the input. Doubts of one code and one row share their reason.
    """

    code: DoubtCode
    row: str
    rows: tuple[str, ...]
    figures: tuple[Figure, ...]
    arithmetic: str

    @property
    def named(self) -> str:
        """How a reason names it."""
        return f"{self.code}/{self.row}"
