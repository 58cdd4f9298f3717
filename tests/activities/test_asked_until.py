"""Until when an act is asked for, in every course and state: one table of what the rubric's words mean."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from activities.asked_until import Asking, asked_until
from deadlines.deadline import Deadline
from deadlines.freeze import Freeze
from deadlines.official import official_calendar
from rules.core.rubric import Due, Phase

CALENDAR = official_calendar(range(2024, 2027))
OPENS = date(2025, 9, 8)
# Printed: Saturday 4 October 2025, in the holidays; the bureau answers within three working days.
PRINTED = Phase("targets", "目标", "2025-09-08", Due(date="2025-10-04"), Due(days=3, kind="working"))
COUNTED = replace(PRINTED, due=Due(days=10, kind="working"))
ROLLED = replace(PRINTED, due=replace(PRINTED.due, roll=True))
LATER = date(2025, 9, 29)


@pytest.mark.parametrize(
    ("phase", "asking", "due"),
    [
        (PRINTED, Asking("targets", "open", OPENS), "2025-10-04"),
        (ROLLED, Asking("targets", "open", OPENS), "2025-10-09"),
        (COUNTED, Asking("targets", "open", OPENS), "2025-09-22"),
        (PRINTED, Asking("targets", "filed", LATER), "2025-10-10"),
        (PRINTED, Asking("targets", "open", LATER, again=True), "2025-10-10"),
        (PRINTED, Asking("targets", "open", OPENS, again=True), "2025-10-04"),
        (PRINTED, Asking("self-evaluation", "open", LATER, again=True), "2025-10-25"),
        (ROLLED, Asking("self-evaluation", "open", LATER, again=True), "2025-10-30"),
        (COUNTED, Asking("self-evaluation", "open", LATER, again=True), "2025-10-20"),
        (COUNTED, Asking("review", "open", LATER, again=True), "2025-10-20"),
        (COUNTED, Asking("warning", "open", LATER), "2025-10-10"),
        (replace(COUNTED, review=None), Asking("warning", "open", LATER), "2025-10-20"),
        (COUNTED, Asking("finding", "open", LATER), "2025-10-20"),
        (COUNTED, Asking("finding", "open", LATER, again=True), "2025-10-10"),
    ],
)
def test_a_deadline_follows_from_what_is_asked_for(phase: Phase, asking: Asking, due: str) -> None:
    assert asked_until(phase, asking, CALENDAR) == Deadline(date.fromisoformat(due), provisional=False)


def test_no_deadline_falls_in_a_freeze_period_of_the_book() -> None:
    frozen = replace(CALENDAR, freezes=(Freeze(date(2025, 10, 1), date(2025, 10, 10), counted=True, document="文"),))
    assert asked_until(PRINTED, Asking("targets", "open", OPENS), frozen).day == date(2025, 10, 11)
    assert asked_until(ROLLED, Asking("targets", "open", OPENS), frozen).day == date(2025, 10, 11)
