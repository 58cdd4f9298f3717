from __future__ import annotations

from datetime import date

import pytest

from deadlines.priority import PRIORITIES, in_week_of, priority


@pytest.mark.parametrize(
    ("days_left", "urgent", "wanted"),
    [
        (-1, False, "overdue"),
        (-1, True, "overdue"),
        (0, True, "urgent"),
        (99, True, "urgent"),
        (0, False, "soon"),
        (3, False, "soon"),
        (4, False, "week"),
        (7, False, "week"),
        (8, False, "later"),
    ],
)
def test_a_task_presses_by_the_days_that_are_left_and_by_the_bureaus_mark(
    days_left: int, urgent: bool, wanted: str
) -> None:
    assert priority(days_left, urgent=urgent) == wanted


def test_priorities_stand_in_their_order() -> None:
    assert PRIORITIES == ("overdue", "urgent", "soon", "week", "later")


@pytest.mark.parametrize(
    ("today", "day", "wanted"),
    [
        ("2026-11-16", "2026-11-16", True),
        ("2026-11-16", "2026-11-22", True),
        ("2026-11-16", "2026-11-23", False),
        ("2026-11-22", "2026-11-22", True),
        ("2026-11-22", "2026-11-23", False),
        ("2026-11-18", "2026-11-17", False),
    ],
)
def test_the_week_ends_on_sunday(today: str, day: str, wanted: bool) -> None:
    assert in_week_of(date.fromisoformat(today), date.fromisoformat(day)) is wanted
