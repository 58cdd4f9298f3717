"""Thresholds of the prechecks and of targets."""

from __future__ import annotations

import pytest

from tests.rules.lint.planted import Planted, codes_at, named

BROKEN: list[Planted] = [
    (
        "\nrows:\n",
        "\nprecheck: {least_completion: 130%}\nrows:\n",
        "lint.precheck-threshold",
        "least_completion: 130%}",
    ),
    ("\nrows:\n", "\nprecheck: {apart: 1}\nrows:\n", "lint.precheck-threshold", "precheck: {apart: 1}"),
    ("\nrows:\n", "\nprecheck: {repeated_digits: 0}\nrows:\n", "lint.precheck-threshold", "repeated_digits: 0}"),
    (
        "\nrows:\n",
        "\nprecheck: {limits: [{of: spent, to: annual_budget}]}\nrows:\n",
        "lint.unknown-input",
        "of: spent, to: annual_budget}]}",
    ),
    (
        "\nrows:\n",
        "\nprecheck: {limits: [{of: rules_followed, to: annual_budget}]}\nrows:\n",
        "lint.input-type",
        "{of: rules_followed, to: annual_budget}]}",
    ),
    (
        "\nrows:\n",
        "\nprecheck: {limits: [{of: carry_over_rate, to: annual_budget}]}\nrows:\n",
        "lint.units-differ",
        "{of: carry_over_rate, to: annual_budget}]}",
    ),
    ("\nrows:\n", "\ntargets: {far: 0%}\nrows:\n", "lint.target-threshold", "targets: {far: 0%}"),
    ("\nrows:\n", "\ntargets: {far: 0.3}\nrows:\n", "lint.percent-sign", "targets: {far: 0.3}"),
]


@pytest.mark.parametrize("planted", BROKEN, ids=named(BROKEN))
def test_a_fault_of_a_precheck_is_found_at_its_line(planted: Planted) -> None:
    codes, found = codes_at(planted)
    assert planted[2] in codes, found
