"""From facts to the values of a network's variables: exact figures, presence, and codes."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from rules.core.numbers import exact, percent
from rules.network.variables import (
    ACTUAL,
    ACTUAL_GIVEN,
    ANSWER,
    ANSWER_GIVEN,
    AT_LEAST,
    AT_MOST,
    COMPARATOR,
    EXACTLY,
    GAP,
    LINEAR,
    NO,
    NOT_APPLICABLE,
    NOT_APPLICABLE_ANSWER,
    RESULT_GIVEN,
    SENTENCE,
    SHARE,
    SHARE_GIVEN,
    TARGET,
    YES,
    given,
    terms,
    total,
    value,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rules.core.facts import Fact, Facts, Indicator, Result
    from rules.core.rubric import GapRule, Input, Mean

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


def encode_means(means: Iterable[Mean], facts: Facts) -> Values:
    """Of every series how many terms it has and their sum, each term cut off at the mean's cap."""
    filed = {fact.input: fact.value.split(",") for fact in facts.facts}
    values: Values = {}
    for mean in means:
        figures = [percent(term.strip()) for term in filed.get(mean.of, ()) if term.strip()]
        capped = [each if mean.cap is None or each < mean.cap else mean.cap for each in figures]
        values[terms(mean.of)] = len(figures)
        values[total(mean.of, mean.cap)] = sum(capped, Fraction(0))
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
        SHARE_GIVEN: int(result is not None and result.share is not None),
        SHARE: 0 if result is None else _number(result.share),
    }


def encode_gap(rule: GapRule, values: Values) -> Values:
    """How far an indicator and spending are apart, from their values; 0 while target or budget is not above zero."""
    target, budget = Fraction(values[TARGET]), Fraction(values[value(rule.ratio.to)])
    if target <= 0 or budget <= 0:
        return {GAP: 0}
    reached = max(values[ACTUAL] / target, Fraction(0))
    beyond = abs(reached - values[value(rule.ratio.of)] / budget) - rule.apart
    return {GAP: (beyond > 0) - (beyond < 0)}


def _figure(wanted: Input, fact: Fact) -> Fraction | int:
    if wanted.type == "judgement":
        return _ANSWERS[fact.value]
    if wanted.type == "series":
        return 0
    return percent(fact.value) if wanted.type == "percent" else exact(fact.value)


def _number(text: str | None) -> Fraction | int:
    return 0 if text is None else exact(text)
