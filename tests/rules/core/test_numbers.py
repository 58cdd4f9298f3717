from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.core.errors import NumberError
from rules.core.numbers import exact, plain, round_half_up


def test_a_percentage_is_a_hundredth() -> None:
    assert exact("93.66%") == Fraction(4683, 5000)


@pytest.mark.parametrize(
    "text", ["", " 1", "1e3", "01", "1.", ".5", "+1", "1,000", "１", "NaN", "1234567890123456", "1.1234567"]
)
def test_what_is_no_plain_decimal_is_refused(text: str) -> None:
    with pytest.raises(NumberError):
        exact(text)


@pytest.mark.parametrize(
    ("value", "places", "rounded"),
    [("1.875", 2, "1.88"), ("-1.875", 2, "-1.88"), ("1.874999", 2, "1.87"), ("4.3595", 1, "4.4"), ("4.957", 2, "4.96"),
     ("99.916", 2, "99.92"), ("49.996", 3, "49.996"), ("2.5", 0, "3"), ("-0.004", 2, "0.00"), ("2", 2, "2.00")],
)  # fmt: skip
def test_halves_round_away_from_zero(value: str, places: int, rounded: str) -> None:
    assert str(round_half_up(exact(value), places)) == rounded


@pytest.mark.parametrize(
    ("value", "text"),
    [(Fraction(1, 3), "0.33333333…"), (Fraction(-1, 8), "-0.125"), (Fraction(5), "5"), (Fraction(2, 3), "0.66666666…"),
     (Fraction(99999999999, 10**11), "0.99999999…")],
)  # fmt: skip
def test_an_exact_number_is_shown_without_rounding(value: Fraction, text: str) -> None:
    assert plain(value) == text


def test_rounding_does_not_depend_on_the_precision_of_the_thread() -> None:
    with localcontext(prec=3):
        assert str(round_half_up(Fraction(10**40) + Fraction(1, 200), 2)) == f"1{'0' * 40}.01"


@given(st.fractions(), st.integers(0, 4))
def test_rounding_is_off_by_half_a_unit_at_most(value: Fraction, places: int) -> None:
    assert abs(Fraction(round_half_up(value, places)) - value) <= Fraction(1, 2 * 10**places)


@given(st.fractions())
def test_the_digits_shown_are_those_of_a_long_division(value: Fraction) -> None:
    whole, rest = divmod(abs(value.numerator), value.denominator)
    digits = ""
    while rest and len(digits) < 8:
        digit, rest = divmod(rest * 10, value.denominator)
        digits += str(digit)
    sign = "-" if value < 0 else ""
    assert plain(value) == f"{sign}{whole}" + (f".{digits}" if digits else "") + ("…" if rest else "")


@given(st.integers(-(10**9), 10**9), st.integers(0, 4))
def test_a_decimal_is_shown_as_the_fraction_that_it_is(units: int, places: int) -> None:
    value = Decimal(units).scaleb(-places)
    assert plain(value) == plain(Fraction(value))
