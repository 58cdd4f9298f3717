"""Bands with gaps, overlaps and wrong worth; steps."""

from __future__ import annotations

import pytest

from rules.lint import lint
from tests.rules.lint.planted import Planted, broken, codes_at, named

BROKEN: list[Planted] = [
    ("{id: excessive, when", "{id: missing, when", "lint.band-reserved", "{id: missing, when"),
    ('"(10%, 20%]"', '"(10%, 15%]"', "lint.band-gap", "metric: {value: carry_over_rate}\n              bands"),
    ('"(10%, 20%]"', '"(10%, 20%)"', "lint.band-gap", "metric: {value: carry_over_rate}\n              bands"),
    (
        '"(30%, -)", result: zero',
        '"(30%, 90%)", result: zero',
        "lint.band-gap",
        "metric: {value: carry_over_rate}\n              bands",
    ),
    ('when: "[0, 10%]"', 'when: "(0, 10%]"', "lint.band-gap", "metric: {value: carry_over_rate}\n              bands"),
    ('"(10%, 20%]"', '"[10%, 20%]"', "lint.band-double-owner", '"[10%, 20%]"'),
    ('"(10%, 20%]"', '"(5%, 20%]"', "lint.band-overlap", '"(5%, 20%]"'),
    ('"(30%, -)", result: zero', '"(-, -5%)", result: zero', "lint.band-unreachable", '"(-, -5%)"'),
    (
        '{id: full, when: "[90%, 100%]", result: full}',
        '{id: full, when: "[90%, 120%]", result: proportional}',
        "lint.band-proportional",
        '"[90%, 120%]"',
    ),
    ("result: points 1}", "result: points 3}", "lint.band-worth", "result: points 3}"),
    ("result: points 1}", "result: share 101%}", "lint.band-worth", "result: share 101%}"),
    (
        '- {colour: blue, when: "[120%, -)"}\n  indicators:',
        '- {colour: blue, when: "(120%, -)"}\n  indicators:',
        "lint.band-gap",
        "      colours",
    ),
    ('"(10%, 20%]"', '"(10%, 20]"', "lint.percent-sign", '"(10%, 20]"'),
    ("each: 5%, deduct", "each: 5, deduct", "lint.percent-sign", "each: 5, deduct"),
    (
        "name: 年中累计支出, type: money, unit: 万元,",
        "name: 年中累计支出, type: money, unit: 万元, most: 5%,",
        "lint.percent-sign",
        "most: 5%,",
    ),
    ("deduct: 0.5}", "deduct: 0}", "lint.steps-positive", "deduct: 0}"),
    ("each: 5%, deduct", "each: -5%, deduct", "lint.steps-positive", "each: -5%, deduct"),
]


@pytest.mark.parametrize("planted", BROKEN, ids=named(BROKEN))
def test_a_fault_of_a_band_is_found_at_its_line(planted: Planted) -> None:
    codes, found = codes_at(planted)
    assert planted[2] in codes, found


def test_a_gap_names_exactly_the_values_that_nobody_owns() -> None:
    gaps = {
        '"(10%, 15%]"': "(15%, 20%]",
        '"(10%, 20%)"': "20%",
        '"[11%, 20%]"': "(10%, 11%)",
    }
    for when, where in gaps.items():
        found = lint(broken('"(10%, 20%]"', when))
        assert [each.problem.params["where"] for each in found if each.problem.code == "lint.band-gap"] == [where]


def test_a_double_owner_names_the_bound_and_both_bands() -> None:
    (found,) = lint(broken('"(10%, 20%]"', '"[10%, 20%]"'))
    assert found.problem.params == {"where": "10%", "first": "low", "second": "moderate"}
