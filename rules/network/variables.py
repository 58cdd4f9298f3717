"""The names of a network's variables: a rubric's inputs, and what is counted or known of indicators."""

from __future__ import annotations

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

ACTUAL = "indicator:actual"
TARGET = "indicator:target"
LINEAR = "indicator:linear"
"""1 when progress is expected to be spread over the year, 0 when it comes at the year's end."""

COMPARATOR = "indicator:comparator"
"""0 for a target sentence, else one of the codes below."""

SENTENCE, AT_LEAST, AT_MOST, EXACTLY = range(4)
NO, YES, NOT_APPLICABLE_ANSWER = range(3)
"""The codes of a judgement."""


def value(name: str) -> str:
    """The variable of an input's value; 0 while it is not given."""
    return f"value:{name}"


def given(name: str) -> str:
    """The variable that is 1 when an input has a fact, else 0."""
    return f"given:{name}"
