"""Inputs that are filed as two days."""

from __future__ import annotations

import pytest

from tests.rules.lint.planted import Planted, codes_at, named

BROKEN: list[Planted] = [
    (
        "inputs:\n",
        "inputs:\n  made: {name: 天数, type: count, unit: 天, clock: {days: 20}}\n",
        "lint.clock-type",
        "clock: {days: 20}",
    ),
    (
        "inputs:\n",
        "inputs:\n  made: {name: 报送, type: judgement, witnessed: targets.filed, clock: {days: 20}}\n",
        "lint.clock-alone",
        "clock: {days: 20}",
    ),
    (
        "inputs:\n",
        "inputs:\n  made: {name: 公开, type: judgement, clock: {days: 0}}\n",
        "lint.clock-days",
        "clock: {days: 0}",
    ),
    (
        "inputs:\n",
        "inputs:\n  made: {name: 公开, type: judgement, clock: {days: 1001}}\n",
        "lint.clock-days",
        "clock: {days: 1001}",
    ),
    (
        "inputs:\n",
        "inputs:\n  made: {name: 公开, type: judgement, clock: {days: 2, kind: working, roll: true}}\n",
        "lint.clock-roll",
        "roll: true",
    ),
]


@pytest.mark.parametrize("planted", BROKEN, ids=named(BROKEN))
def test_a_fault_of_a_clock_is_found_at_its_line(planted: Planted) -> None:
    codes, found = codes_at(planted)
    assert planted[2] in codes, found
