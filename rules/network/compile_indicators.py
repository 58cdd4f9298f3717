"""The network that has one indicator as its fact and is fired once for each: is the target met, did it apply."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.network.form import form, less, product, single
from rules.network.quotient import Quotient
from rules.network.rule import Condition, NetworkRule
from rules.network.variables import (
    ACTUAL,
    ACTUAL_GIVEN,
    ANSWER,
    ANSWER_GIVEN,
    AT_LEAST,
    AT_MOST,
    COMPARATOR,
    EXACTLY,
    NOT_APPLICABLE,
    RESULT_GIVEN,
    SENTENCE,
    TARGET,
)

if TYPE_CHECKING:
    from fractions import Fraction

    from rules.network.conjunction import Operator
    from rules.network.quotient import Conditions

_GIVEN = Condition(single(RESULT_GIVEN), "==", 1)
_APPLIES = (_GIVEN, Condition(single(NOT_APPLICABLE), "==", 0))
_SENTENCE = (*_APPLIES, Condition(single(COMPARATOR), "==", SENTENCE))
_QUANTITY = (*_APPLIES, Condition(single(COMPARATOR), ">", SENTENCE))
_DISTANCE = form(less(product(1, ACTUAL), product(1)[()], product(1, TARGET)))
_MET: dict[int, tuple[Operator, ...]] = {AT_LEAST: (">=",), AT_MOST: ("<=",), EXACTLY: ("==",)}
_UNMET: dict[int, tuple[Operator, ...]] = {AT_LEAST: ("<",), AT_MOST: (">",), EXACTLY: ("<", ">")}


def compile_indicators(row: str, over_completion: Fraction | None) -> tuple[NetworkRule, ...]:
    """Rules whose ids are only their last part ("met"); the indicator's own id is put before it when it has fired."""
    slots: list[tuple[str, Conditions]] = [
        *_met("met", _MET, answer=1),
        *_met("unmet", _UNMET, answer=0),
        ("not-applicable", (_GIVEN, Condition(single(NOT_APPLICABLE), "==", 1))),
        ("missing", (Condition(single(RESULT_GIVEN), "==", 0),)),
        ("missing", (*_SENTENCE, Condition(single(ANSWER_GIVEN), "==", 0))),
        ("missing", (*_QUANTITY, Condition(single(ACTUAL_GIVEN), "==", 0))),
    ]
    if over_completion is not None:
        slots.append(("over-completion", _over(over_completion)))
    return tuple(NetworkRule(name, row, when) for name, when in slots)


def _met(name: str, operators: dict[int, tuple[Operator, ...]], answer: int) -> list[tuple[str, Conditions]]:
    judged = (*_SENTENCE, Condition(single(ANSWER_GIVEN), "==", 1), Condition(single(ANSWER), "==", answer))
    return [(name, judged)] + [
        (name, (*_compared(comparator), Condition(_DISTANCE, operator)))
        for comparator, choices in operators.items()
        for operator in choices
    ]


def _compared(comparator: int) -> Conditions:
    """The indicator applies, has this comparator, and its actual value is there."""
    return (
        *_APPLIES,
        Condition(single(COMPARATOR), "==", comparator),
        Condition(single(ACTUAL_GIVEN), "==", 1),
    )


def _over(bound: Fraction) -> Conditions:
    """Reached at `bound` times a positive target or more."""
    (when,) = Quotient(product(1, ACTUAL), product(1, TARGET), _compared(AT_LEAST), ()).where((">=", bound))
    return when
