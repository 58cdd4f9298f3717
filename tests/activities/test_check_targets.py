"""What targets have to be before they are filed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.activities.changed_filings import changed
from tests.support.refusals import refused
from tests.support.shijing import local

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.refusals import Refusal
    from tests.support.shijing import Shijing

    Lists = dict[str, Any]
    Change = Callable[[Lists], None]


@pytest.fixture
def unfiled(before: Callable[[str], Shijing]) -> Shijing:
    return before("targets.file")


def refused_targets(year: Shijing, change: Change) -> Refusal:
    with refused(year.desk, "facts.malformed") as told:
        filing = changed(year.filing("targets.file"), change)
        year.act("targets", "targets.file", filing, "filler", local("2020-11-03"))
    return told


def test_indicator_points_that_do_not_make_the_rows_points_are_refused(unfiled: Shijing) -> None:
    told = refused_targets(unfiled, lambda lists: lists["indicators"][3].update(points="3"))
    assert told.faults == [("facts.points-sum", "indicators")]
    assert told.problems[0].params == {"row": "duties", "sum": "51", "wanted": "50"}


def test_an_indicator_of_an_unknown_task_is_refused(unfiled: Shijing) -> None:
    told = refused_targets(unfiled, lambda lists: lists["indicators"][0].update(task="operations"))
    assert told.faults == [("facts.unknown-task", "indicators.0.task")]
    assert told.problems[0].params["known"] == "operation"


def test_an_indicator_named_twice_is_refused(unfiled: Shijing) -> None:
    told = refused_targets(unfiled, lambda lists: lists["indicators"][1].update(id="staff-control"))
    assert told.faults == [("facts.duplicate-id", "indicators.1.id")]


def test_a_target_without_a_comparator_is_refused(unfiled: Shijing) -> None:
    told = refused_targets(unfiled, lambda lists: lists["indicators"][0].update(target="100"))
    assert told.faults == [("facts.target-without-comparator", "indicators.0.target")]
