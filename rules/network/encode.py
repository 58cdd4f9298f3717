"""From facts to the values of a network's variables: exact figures, presence, and codes."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from rules.core.numbers import exact
from rules.network.variables import (
    ACTUAL,
    ACTUAL_GIVEN,
    ANSWER,
    ANSWER_GIVEN,
    AT_LEAST,
    AT_MOST,
    COMPARATOR,
    EXACTLY,
    LINEAR,
    NO,
    NOT_APPLICABLE,
    NOT_APPLICABLE_ANSWER,
    RESULT_GIVEN,
    SENTENCE,
    TARGET,
    YES,
    given,
    value,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rules.core.facts import Fact, Facts, Indicator, Result
    from rules.core.rubric import Input

Values = dict[str, Fraction | int]

_ANSWERS = {"no": NO, "yes": YES, "not-applicable": NOT_APPLICABLE_ANSWER}
_COMPARATORS = {None: SENTENCE, ">=": AT_LEAST, "<=": AT_MOST, "=": EXACTLY}


def encode_facts(inputs: Mapping[str, Input], facts: Facts) -> Values:
    """Value and presence of every input; an input without fact is 0 and not given. The facts must be admitted."""
    filed = {fact.input: fact for fact in facts.facts}
    values: Values = {}
    for name, wanted in inputs.items():
        fact = filed.get(name)
        values[given(name)] = 0 if fact is None else 1
        values[value(name)] = 0 if fact is None else _figure(wanted, fact)
    return values


def encode_indicator(indicator: Indicator, result: Result | None) -> Values:
    """What is known of one indicator."""
    return {
        COMPARATOR: _COMPARATORS[indicator.comparator],
        TARGET: _number(indicator.target),
        LINEAR: int(indicator.profile == "linear"),
        RESULT_GIVEN: int(result is not None),
        NOT_APPLICABLE: int(result is not None and result.applies == "no"),
        ACTUAL_GIVEN: int(result is not None and result.actual is not None),
        ACTUAL: 0 if result is None else _number(result.actual),
        ANSWER_GIVEN: int(result is not None and result.met is not None),
        ANSWER: int(result is not None and result.met == "yes"),
    }


def _figure(wanted: Input, fact: Fact) -> Fraction | int:
    if wanted.type == "judgement":
        return _ANSWERS[fact.value]
    return exact(fact.value) / 100 if wanted.type == "percent" else exact(fact.value)


def _number(text: str | None) -> Fraction | int:
    return 0 if text is None else exact(text)
