from __future__ import annotations

from fractions import Fraction

import pytest

from rules.core.interval import IntervalError, parse_interval
from rules.core.numbers import exact


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("[60%, 100%)", ["60%", "99.9999%"], ["59.9999%", "100%"]),
        ("(10%, 20%]", ["10.0001%", "20%"], ["10%", "20.0001%"]),
        ("(-, 5]", ["-1000", "5"], ["5.000001"]),
        ("[130%, -)", ["130%", "746.67%"], ["129.9999%"]),
        ("[2, 2]", ["2"], ["1.999999", "2.000001"]),
    ],
)
def test_every_bound_has_one_owner(text: str, inside: list[str], outside: list[str]) -> None:
    interval = parse_interval(text)
    assert [interval.holds(exact(each)) for each in inside] == [True] * len(inside)
    assert [interval.holds(exact(each)) for each in outside] == [False] * len(outside)


@pytest.mark.parametrize("text", ["", "60%-100%", "[1, 0]", "[1, 1)", "(1, 1]", "[1; 2]", "1, 2"])
def test_what_is_empty_or_no_interval_is_refused(text: str) -> None:
    with pytest.raises(IntervalError) as caught:
        parse_interval(text)
    assert caught.value.params == {"text": text}


def test_a_bound_that_is_not_there_is_owned_by_nobody() -> None:
    interval = parse_interval("[-, -]")
    assert (interval.low_included, interval.high_included) == (False, False)
    assert interval.holds(Fraction(-(10**30)))
