"""The floor under a year does what the year does: as many updates, timers, activities and runs."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from temporalio.api.enums.v1 import EventType

from bench.bare_play import play_bare
from bench.bare_script import script_of
from bench.district import write_district
from bench.years import acts_of
from tests.support.histories import recorded
from tests.support.rehearsals import play

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

SEED = 7
COUNTED = (
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED,
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED,
    EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED,
    EventType.EVENT_TYPE_SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_INITIATED,
)
TIMERS = EventType.EVENT_TYPE_TIMER_STARTED


def _events(database: Path) -> Counter[int]:
    return Counter(event.event_type for history in recorded(database) for event in history.events)


def test_a_bare_year_has_the_events_of_a_year(tmp_path: Path) -> None:
    district = write_district(tmp_path / "scenario", 2, SEED)
    played = play(tmp_path / "year", str(district.folder))
    scenario = played.rehearsed.scenario
    script = script_of(played.desk, played.rehearsed.book, scenario, acts_of(scenario))
    play_bare(tmp_path / "bare", script, scenario.starts, durable=True)
    year, bare = _events(played.settings.temporal), _events(tmp_path / "bare" / "temporal.db")
    assert [year[kind] for kind in COUNTED] == [bare[kind] for kind in COUNTED]
    assert abs(year[TIMERS] - bare[TIMERS]) <= 0.2 * year[TIMERS]
