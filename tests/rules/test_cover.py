from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from rules.core.interval import Interval, parse_interval
from rules.lint.cover import stretches, unreachable

BOUNDS = st.integers(-2, 6).map(lambda half: Fraction(half, 2))


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    low, high = sorted((draw(BOUNDS), draw(BOUNDS)))
    if low == high:
        return Interval(low, low_included=True, high=high, high_included=True)
    return Interval(low, draw(st.booleans()), high, draw(st.booleans()))


@given(st.lists(intervals(), max_size=4), st.integers(0, 24).map(lambda eighth: Fraction(eighth, 8)))
def test_every_value_lies_in_one_stretch_whose_owners_really_hold_it(scale: list[Interval], value: Fraction) -> None:
    (stretch,) = [each for each in stretches(scale, Fraction(0), Fraction(3)) if each.where.holds(value)]
    assert stretch.owners == tuple(position for position, each in enumerate(scale) if each.holds(value))


def test_a_range_without_end_is_looked_at_to_its_end() -> None:
    found = stretches([parse_interval("[0, 1]")], Fraction(0), None)
    assert [(each.where, each.owners) for each in found] == [
        (parse_interval("[0, 1]"), (0,)),
        (Interval(Fraction(1), low_included=False, high=None, high_included=False), ()),
    ]


def test_an_interval_outside_the_range_owns_nothing() -> None:
    scale = [parse_interval("[0, 1]"), parse_interval("[2, 3]"), parse_interval("(-, 0)")]
    assert unreachable(stretches(scale, Fraction(0), Fraction(1)), len(scale)) == (1, 2)
