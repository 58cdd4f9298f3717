"""Rules that raise warnings in mid-year."""

from __future__ import annotations

import pytest

from tests.rules.lint.planted import Planted, codes_at, named


def _floors(floors: str) -> str:
    """The monitoring rules with floors of spending before those on indicators."""
    inputs = "ratio: {of: mid_year_spent, to: mid_year_budget}, month: mid_year_month"
    return f"  floors:\n    - {{id: floor, name: 下限, {inputs}, floors: {floors}}}\n  indicators:\n"


def _gap(apart: str) -> str:
    """The monitoring rules with a rule on the gap between progress and spending before those on indicators."""
    inputs = "ratio: {of: mid_year_spent, to: mid_year_budget}"
    return f"  gaps:\n    - {{id: gap, name: 差距, {inputs}, apart: {apart}}}\n  indicators:\n"


BROKEN: list[Planted] = [
    ("  indicators:\n", _floors("[]"), "lint.floors-none", "{id: floor,"),
    ("  indicators:\n", _floors("[{month: 6, least: 40%}, {month: 6, least: 60%}]"), "lint.floor-month", "{id: floor,"),
    ("  indicators:\n", _floors("[{month: 13, least: 40%}]"), "lint.floor-month", "{id: floor,"),
    ("  indicators:\n", _floors("[{month: 4, least: 140%}]"), "lint.floor-share", "{id: floor,"),
    ("  indicators:\n", _floors("[{month: 4, least: 0.4}]"), "lint.percent-sign", "{id: floor,"),
    ("  indicators:\n", _gap("0%"), "lint.gap-apart", "{id: gap,"),
    ("  indicators:\n", _gap("100%"), "lint.gap-apart", "{id: gap,"),
    ("  indicators:\n", _gap("0.1"), "lint.percent-sign", "{id: gap,"),
    (
        "  indicators:\n",
        _gap("10%").replace("mid_year_spent", "carry_over_rate"),
        "lint.units-differ",
        "{id: gap,",
    ),
    ("monitoring:\n", "monitoring:\n  suspend: {days: 0}\n", "lint.suspend-days", "suspend: {days: 0}"),
]


@pytest.mark.parametrize("planted", BROKEN, ids=named(BROKEN))
def test_a_fault_of_a_monitoring_rule_is_found_at_its_line(planted: Planted) -> None:
    codes, found = codes_at(planted)
    assert planted[2] in codes, found
