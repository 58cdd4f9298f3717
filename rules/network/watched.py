"""Which indicators a rule on progress watches: those that a straight way leads to, and that apply."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rules.network.form import single
from rules.network.rule import Condition
from rules.network.variables import COMPARATOR, LINEAR, NOT_APPLICABLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.network.quotient import Conditions

WATCHED: Final = (Condition(single(LINEAR), "==", 1), Condition(single(NOT_APPLICABLE), "==", 0))


def unwatched(name: str, comparators: tuple[int, ...]) -> Iterator[tuple[str, Conditions]]:
    """The outcome under this name of every other indicator, and of those whose target is compared like one of these."""
    yield name, (Condition(single(LINEAR), "==", 0),)
    yield name, (Condition(single(LINEAR), "==", 1), Condition(single(NOT_APPLICABLE), "==", 1))
    for comparator in comparators:
        yield name, (*WATCHED, Condition(single(COMPARATOR), "==", comparator))
