"""Shijing's year with figures that are doubted, and under a rubric that demands a reason for each doubt."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import app.tasks
from models.doubts import DoubtReason
from tests.support.two_hands import TwoHands

if TYPE_CHECKING:
    import pytest

    from models.commands import Filed
    from tests.support.shijing import Shijing

# What is doubted of the figures that the department published, as reasons name it.
DOUBTED = (
    "sum-differs/office-costs",
    "sum-differs/three-public-costs",
    "sum-differs/monitoring-plan-year",
    "completion-high/duties.livelihood.exhibitions",
)
WORDS = "决算口径与预算口径不同"


class Demanding(TwoHands):
    """Two hands, and a rubric that demands reasons."""

    def rubric_yaml(self) -> str:
        """The shipped rubric with one line more."""
        return f"{super().rubric_yaml()}\nprecheck: {{reasons: demanded}}\n"


def reasoned(year: Shijing, filed: Filed, *doubts: str, words: str = WORDS) -> Filed:
    """The filing with the same reason for each of these doubts."""
    said = (one.partition("/") for one in doubts)
    reasons = tuple(
        DoubtReason(code=code, row=row, reason=year.commit("filing", f"doubt/{code}/{row}", words))
        for code, _, row in said
    )
    return filed.model_copy(update={"reasons": reasons})


def it_is(monkeypatch: pytest.MonkeyPatch, year: int, month: int, day: int) -> None:
    """The machine's day for whoever looks; ten in the morning in Shanghai."""
    monkeypatch.setattr(app.tasks, "machine_clock", lambda: datetime(year, month, day, 2, tzinfo=UTC))
