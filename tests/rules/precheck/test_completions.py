from __future__ import annotations

from dataclasses import replace

import pytest

from tests.rules.precheck.doubted import doubts, named, parks, rubric, with_facts, with_results

TREES = "duties.greening.trees"  # at least 500
SURVIVAL = "duties.greening.survival"  # at least 95 %
COMPLAINTS = "duties.service.complaints"  # at most 20


@pytest.mark.parametrize(
    ("actual", "found"),
    [
        ("400", []),
        ("399", [f"completion-low/{TREES}"]),
        ("600", []),
        ("601", [f"completion-high/{TREES}"]),
        ("-1", [f"completion-low/{TREES}"]),
        ("0", [f"completion-low/{TREES}"]),
        ("500000", [f"unit-slip/{TREES}"]),
        ("0.5", [f"unit-slip/{TREES}"]),
    ],
)
def test_a_completion_outside_eighty_to_a_hundred_and_twenty_per_cent_is_doubted(actual: str, found: list[str]) -> None:
    assert named(with_results(parks(), trees=actual)) == found


@pytest.mark.parametrize(
    ("actual", "found"),
    [
        ("25", []),  # 20 ÷ 25 = 80 %
        ("26", [f"completion-low/{COMPLAINTS}"]),
        ("17", []),
        ("16", [f"completion-high/{COMPLAINTS}"]),
        ("0", [f"completion-high/{COMPLAINTS}"]),
    ],
)
def test_an_upper_bound_is_read_as_its_row_reads_it(actual: str, found: list[str]) -> None:
    assert named(with_results(parks(), complaints=actual)) == found


def test_the_arithmetic_shows_the_rate_and_its_threshold() -> None:
    (low,) = doubts(with_results(parks(), trees="399"))
    assert low.arithmetic == "399 ÷ 500 = 79.8% < 80%"
    assert [(one.value, one.place) for one in low.figures] == [(">= 500", "目标表第1行"), ("399", "绿化台账")]
    (high,) = doubts(with_results(parks(), complaints="16"))
    assert high.arithmetic == "20 ÷ 16 = 125% > 120%"


def test_the_thresholds_are_the_rubrics_to_say() -> None:
    form = rubric(precheck="{least_completion: 90%, most_completion: 130%}")
    assert named(with_results(parks(), trees="449"), form) == [f"completion-low/{TREES}"]
    assert named(with_results(parks(), trees="650", complaints="20"), form) == []


def test_a_rate_that_looks_like_a_ratio_is_doubted() -> None:
    assert named(with_results(parks(), survival="0.965")) == [
        f"completion-low/{SURVIVAL}",
        f"ratio-for-percent/{SURVIVAL}",
    ]


def test_an_indicator_without_a_result_or_without_an_occasion_is_not_doubted() -> None:
    facts = with_results(parks(), trees="1")
    assert named(facts) == [f"completion-low/{TREES}"]
    without = tuple(one for one in facts.results if one.indicator != "trees")
    assert named(replace(facts, results=without)) == []
    (trees,) = (one for one in facts.results if one.indicator == "trees")
    assert named(replace(facts, results=(*without, replace(trees, applies="no")))) == []


def test_a_doubt_about_one_figure_does_not_hide_another() -> None:
    facts = with_results(with_facts(parks(), carry_over="101"), trees="399")
    assert named(facts) == ["over-hundred/carry-over", f"completion-low/{TREES}"]
