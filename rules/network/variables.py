"""The names of a network's variables: a rubric's inputs, and what is counted or known of indicators."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fractions import Fraction

ALL = "indicators:all"
"""How many indicators the department has."""

MET = "indicators:met"
"""How many of them the indicator network found met."""

UNDECIDED = "indicators:missing"
"""How many of them it found without result."""

RESULT_GIVEN = "indicator:result-given"
NOT_APPLICABLE = "indicator:not-applicable"
ACTUAL_GIVEN = "indicator:actual-given"
ANSWER_GIVEN = "indicator:answer-given"
ANSWER = "indicator:answer"
"""1 when a person judged a target sentence met, else 0."""

SHARE_GIVEN = "indicator:share-given"
SHARE = "indicator:share"
"""The share of a target sentence that a person judged to be done."""

ACTUAL = "indicator:actual"
TARGET = "indicator:target"
LINEAR = "indicator:linear"
"""1 when progress is expected to be spread over the year, 0 when it comes at the year's end."""

GAP = "indicator:gap"
"""Where the distance between progress and spending stands to what a rule allows: 1 beyond it, 0 on it, else -1.

A position and no margin: four figures multiplied would leave the engine's range where each of them is small.
"""

COMPARATOR = "indicator:comparator"
"""0 for a target sentence, else one of the codes below."""

SENTENCE, AT_LEAST, AT_MOST, EXACTLY = range(4)
NO, YES, NOT_APPLICABLE_ANSWER = range(3)
"""The codes of a judgement."""


def terms(name: str) -> str:
    """The variable that counts the terms of a series."""
    return f"terms:{name}"


def total(name: str, cap: Fraction | None) -> str:
    """The variable of the sum of a series, each term taken as `cap` at most; 0 while it is not given."""
    return f"total:{name}" if cap is None else f"total:{name}:{cap}"


def filed_for(row: str) -> str:
    """The variable that counts the indicators of an indicators row."""
    return f"indicators:filed:{row}"


def value(name: str) -> str:
    """The variable of an input's value; 0 while it is not given."""
    return f"value:{name}"


def given(name: str) -> str:
    """The variable that is 1 when an input has a fact, else 0."""
    return f"given:{name}"
