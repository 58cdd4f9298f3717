"""What is known of one indicator, as conditions that several of its rules begin with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.network.form import single
from rules.network.rule import Condition
from rules.network.variables import (
    ACTUAL_GIVEN,
    ANSWER_GIVEN,
    COMPARATOR,
    NOT_APPLICABLE,
    RESULT_GIVEN,
    SENTENCE,
    SHARE_GIVEN,
)

if TYPE_CHECKING:
    from rules.network.quotient import Conditions

GIVEN = Condition(single(RESULT_GIVEN), "==", 1)
APPLIES = (GIVEN, Condition(single(NOT_APPLICABLE), "==", 0))
TOLD = (*APPLIES, Condition(single(COMPARATOR), "==", SENTENCE))
QUANTITY = (*APPLIES, Condition(single(COMPARATOR), ">", SENTENCE))
ANSWERED = (*TOLD, Condition(single(ANSWER_GIVEN), "==", 1))
UNANSWERED = (*TOLD, Condition(single(ANSWER_GIVEN), "==", 0))
JUDGED = (*TOLD, Condition(single(SHARE_GIVEN), "==", 1))
UNJUDGED = (*TOLD, Condition(single(SHARE_GIVEN), "==", 0))


def compared(comparator: int) -> Conditions:
    """The indicator applies, has this comparator, and its actual value is there."""
    return (
        *APPLIES,
        Condition(single(COMPARATOR), "==", comparator),
        Condition(single(ACTUAL_GIVEN), "==", 1),
    )
