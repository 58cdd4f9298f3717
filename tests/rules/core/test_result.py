from __future__ import annotations

from fractions import Fraction

import pytest

from rules.core.result import BandResult, ResultError, parse_result


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("full", BandResult("full")),
        ("zero", BandResult("zero")),
        ("proportional", BandResult("proportional")),
        ("points 1.5", BandResult("points", Fraction(3, 2))),
        ("share 50%", BandResult("share", Fraction(1, 2))),
    ],
)
def test_a_band_is_worth_one_of_five_forms(text: str, result: BandResult) -> None:
    assert parse_result(text) == result


@pytest.mark.parametrize("text", ["", "half", "points", "points 50%", "share 0.5", "share x%", "full 2", "points 1e3"])
def test_another_form_is_refused_with_what_is_wanted(text: str) -> None:
    with pytest.raises(ResultError) as caught:
        parse_result(text)
    assert caught.value.params == {"value": text, "wanted": "full, zero, proportional, points X, share P%"}
