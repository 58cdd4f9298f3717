"""Integer-valued forms: what stands to zero exactly as an unrounded metric stands to a bound.

A form is a polynomial with integer coefficients in named variables. For a ratio a/b against p/q it is q·a − p·b; its
value at exact figures is a fraction, whose numerator has the same sign and is the integer that the engine sees.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

Monomial = tuple[str, ...]
"""A product of variables, sorted by name; the empty one is the constant 1."""

Polynomial = dict[Monomial, Fraction]
"""Coefficients by monomial, while a form is being built."""

Parts = tuple[int, int]
"""Numerator and denominator of an exact figure: many forms ask for each, and a Fraction's answers are slow."""


@dataclass(frozen=True, slots=True)
class Form:
    """Terms of an integer coefficient and a monomial; coefficients have no common divisor."""

    terms: tuple[tuple[int, Monomial], ...]

    def variables(self) -> tuple[str, ...]:
        """The variables, each once, in the order of the terms."""
        return tuple(dict.fromkeys(name for _, names in self.terms for name in names))

    def numerator(self, at: Mapping[str, Parts]) -> int:
        """The numerator, in lowest terms, of the form's exact value. Raises KeyError for a variable without value."""
        over, under = 0, 1
        for coefficient, names in self.terms:
            top, bottom = coefficient, 1
            for name in names:
                above, below = at[name]
                top *= above
                bottom *= below
            if bottom == under:
                over += top
            else:
                over = over * bottom + top * under
                under *= bottom
        return over if under == 1 else over // gcd(over, under)


def form(polynomial: Polynomial) -> Form:
    """The form of a polynomial: multiplied by the one positive number that makes its coefficients coprime integers."""
    kept = {names: coefficient for names, coefficient in polynomial.items() if coefficient}
    scale = lcm(*(coefficient.denominator for coefficient in kept.values()))
    integers = {names: int(coefficient * scale) for names, coefficient in kept.items()}
    common = gcd(*integers.values())
    return Form(tuple((coefficient // common, names) for names, coefficient in sorted(integers.items())))


def single(name: str) -> Form:
    """The form that is one variable."""
    return Form(((1, (name,)),))


def product(coefficient: int, *names: str) -> Polynomial:
    """A polynomial of one term."""
    return {tuple(sorted(names)): Fraction(coefficient)}


def less(one: Polynomial, factor: Fraction, other: Polynomial) -> Polynomial:
    """`one` less `factor` times `other`."""
    names = dict.fromkeys([*one, *other])
    return {each: one.get(each, Fraction(0)) - factor * other.get(each, Fraction(0)) for each in names}
