from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.network.form import Form, Parts, form, less, product, single

DECIMALS = st.decimals(min_value=-(10**9), max_value=10**9, places=2).map(Fraction)
BOUNDS = st.fractions(min_value=-3, max_value=3, max_denominator=1000)


def test_a_ratio_against_a_bound_is_an_integer_margin() -> None:
    margin = form(less(product(1, "of"), Fraction(3, 5), product(1, "to")))
    assert {names: coefficient for coefficient, names in margin.terms} == {("of",): 5, ("to",): -3}


def test_coefficients_are_coprime_so_that_equal_forms_are_one_field() -> None:
    assert form({("a",): Fraction(10), (): Fraction(-4)}) == form({("a",): Fraction(5, 2), (): Fraction(-1)})


def test_a_form_that_cancels_out_is_zero() -> None:
    nothing = form(less(product(1, "a"), Fraction(1), product(1, "a")))
    assert nothing.terms == ()
    assert nothing.numerator({}) == 0


def test_a_product_of_variables_is_one_monomial_in_any_order() -> None:
    assert form(product(12, "to", "month")) == form(product(1, "month", "to"))


def test_a_variable_without_value_is_refused() -> None:
    with pytest.raises(KeyError, match="spent"):
        single("spent").numerator({"budget": (1, 1)})


def test_the_variables_are_named_once() -> None:
    assert Form(((2, ("a", "b")), (-1, ("a",)))).variables() == ("a", "b")


@settings(deadline=None)
@given(DECIMALS, DECIMALS.filter(lambda to: to > 0), BOUNDS)
def test_the_margin_stands_to_zero_as_the_ratio_stands_to_the_bound(
    of: Fraction, to: Fraction, bound: Fraction
) -> None:
    margin = form(less(product(1, "of"), bound, product(1, "to"))).numerator(_parts(of=of, to=to))
    assert (margin > 0, margin == 0) == (of / to > bound, of / to == bound)


@settings(deadline=None)
@given(DECIMALS, DECIMALS.filter(lambda to: to > 0), st.integers(1, 12), BOUNDS)
def test_the_margin_of_a_pace_does_the_same(of: Fraction, to: Fraction, month: int, bound: Fraction) -> None:
    margin = form(less(product(12, "of"), bound, product(1, "to", "month")))
    value = margin.numerator(_parts(of=of, to=to, month=month))
    pace = (of / to) / Fraction(month, 12)
    assert (value > 0, value == 0) == (pace > bound, pace == bound)


def _parts(**figures: Fraction | int) -> dict[str, Parts]:
    return {name: figure.as_integer_ratio() for name, figure in figures.items()}
