"""The thresholds of a precheck leave something that is not doubted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.core.errors import Problem
from rules.core.numbers import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.rubric_file import RubricFile


def precheck_in_order(file: RubricFile) -> Iterator[Problem]:
    """Find thresholds by which every completion rate, every pair of amounts or every figure would be doubted."""
    rules = file.rubric.precheck
    if rules is None:
        return
    least, most = rules.least_completion, rules.most_completion
    if least > most:
        params = {
            "given": f"{plain(least * 100)}% > {plain(most * 100)}%",
            "wanted": "least_completion ≤ most_completion",
        }
        yield Problem("lint.precheck-threshold", ("precheck", "least_completion"), **params)
    if rules.apart <= 1:
        params = {"given": f"apart: {plain(rules.apart)}", "wanted": "apart > 1"}
        yield Problem("lint.precheck-threshold", ("precheck", "apart"), **params)
    if rules.repeated_digits < 1:
        params = {"given": f"repeated_digits: {rules.repeated_digits}", "wanted": "repeated_digits ≥ 1"}
        yield Problem("lint.precheck-threshold", ("precheck", "repeated_digits"), **params)
