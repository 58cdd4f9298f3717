"""The facts of one department, ready to be looked up by input and by indicator."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from rules.core.facts import Fact, Indicator, Result
from rules.core.numbers import exact, percent
from rules.core.rubric import Rubric

if TYPE_CHECKING:
    from rules.core.facts import Facts


@dataclass(frozen=True, slots=True)
class Filed:
    """Looked up by the rubric's inputs. Percent figures are read as fractions of one: "93.66" is 4683/5000."""

    rubric: Rubric
    indicators: tuple[Indicator, ...]
    facts: dict[str, Fact]
    results: dict[str, Result]

    def number(self, name: str) -> Fraction | None:
        """The exact figure of an input, None when it has not been filed."""
        fact = self.facts.get(name)
        if fact is None:
            return None
        return percent(fact.value) if self.rubric.inputs[name].type == "percent" else exact(fact.value)

    def terms(self, name: str) -> tuple[Fraction, ...] | None:
        """The terms of a series as fractions of one; None when it is not filed or not exactly as many as it must be."""
        fact, wanted = self.facts.get(name), self.wanted_terms(name)
        if fact is None or wanted is None:
            return None
        filled = [term for term in map(str.strip, fact.value.split(",")) if term]
        return tuple(map(percent, filled)) if len(filled) == wanted else None

    def wanted_terms(self, name: str) -> Fraction | None:
        """How many terms a series must have: as declared, or as another input says; None when that is not filed."""
        count = self.rubric.inputs[name].count or "0"
        return Fraction(int(count)) if count.isdecimal() else self.number(count)

    def answer(self, name: str) -> str | None:
        """The judgement of an input, None when it has not been filed."""
        fact = self.facts.get(name)
        return None if fact is None else fact.value


def filed(rubric: Rubric, facts: Facts) -> Filed:
    """Index admitted facts."""
    return Filed(
        rubric=rubric,
        indicators=facts.indicators,
        facts={fact.input: fact for fact in facts.facts},
        results={result.indicator: result for result in facts.results},
    )
