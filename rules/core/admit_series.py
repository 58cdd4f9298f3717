"""Checks a series term by term: its form, its bounds, and that it has no more terms than it may have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.core.admit_bounds import bounds_problems, number_or_problem
from rules.core.errors import NumberError, Problem
from rules.core.numbers import exact, plain
from rules.core.units import unit_problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from rules.core.facts import Fact, Facts
    from rules.core.records import Path
    from rules.core.rubric import Input


def series_problems(fact: Fact, wanted: Input, facts: Facts, path: Path) -> Iterator[Problem]:
    """Find everything that is wrong with a series; a term that is missing is no fault here."""
    if fact.unit != wanted.unit:
        yield from unit_problem(fact.input, fact.value, fact.unit, wanted.unit, (*path, "unit"))
    terms = fact.value.split(",")
    for term in (term for term in map(str.strip, terms) if term):
        value = number_or_problem(term, (*path, "value"), fact.input)
        if isinstance(value, Problem):
            yield value
        else:
            yield from bounds_problems(fact.input, term, value, wanted, (*path, "value"))
    if not any(map(str.strip, terms)):
        yield Problem("facts.series-empty", (*path, "value"), input=fact.input)
    most = terms_wanted(wanted, facts)
    if most is not None and len(terms) > most:
        params = {"given": str(len(terms)), "wanted": plain(most)}
        yield Problem("facts.series-long", (*path, "value"), input=fact.input, **params)


def terms_wanted(wanted: Input, facts: Facts) -> Fraction | None:
    """Give the number of terms that a series must have; None while another input that gives it is not filed."""
    count = wanted.count or "0"
    given = next((fact.value for fact in facts.facts if fact.input == count), None)
    try:
        return exact(count) if count.isdecimal() else None if given is None else exact(given)
    except NumberError:
        return None


def is_complete(fact: Fact, wanted: Input, facts: Facts) -> bool:
    """Whether a series has all its terms."""
    return len([term for term in fact.value.split(",") if term.strip()]) == terms_wanted(wanted, facts)
