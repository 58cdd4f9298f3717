"""The network that has one indicator as its fact and is fired once for each: how it came out, did it apply."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.network.compile_completion import completion, tiers
from rules.network.form import form, less, product, single
from rules.network.indicator_conditions import ANSWERED, GIVEN, JUDGED, QUANTITY, UNANSWERED, compared
from rules.network.quotient import Quotient
from rules.network.rule import Condition, NetworkRule
from rules.network.variables import (
    ACTUAL,
    ACTUAL_GIVEN,
    ANSWER,
    AT_LEAST,
    AT_MOST,
    EXACTLY,
    NOT_APPLICABLE,
    RESULT_GIVEN,
    SHARE,
    SHARE_GIVEN,
    TARGET,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from rules.core.rubric import Indicators
    from rules.network.conjunction import Operator
    from rules.network.quotient import Conditions

_DISTANCE = form(less(product(1, ACTUAL), product(1)[()], product(1, TARGET)))
_MET: dict[int, tuple[Operator, ...]] = {AT_LEAST: (">=",), AT_MOST: ("<=",), EXACTLY: ("==",)}
_UNMET: dict[int, tuple[Operator, ...]] = {AT_LEAST: ("<",), AT_MOST: (">",), EXACTLY: ("<", ">")}


def compile_indicators(row: str, shape: Indicators | None) -> tuple[NetworkRule, ...]:
    """Rules whose ids are only their last part ("met"); the indicator's own id is put before it when it has fired.

    Without a shape: whether targets are met, whatever a row makes of that.
    """
    slots = [
        *_sentences(shape),
        *_quantities(shape),
        ("not-applicable", (GIVEN, Condition(single(NOT_APPLICABLE), "==", 1))),
        ("missing", (Condition(single(RESULT_GIVEN), "==", 0),)),
        ("missing", (*QUANTITY, Condition(single(ACTUAL_GIVEN), "==", 0))),
    ]
    if shape is not None and shape.over_completion is not None:
        slots.append(("over-completion", _over(shape.over_completion)))
    return tuple(NetworkRule(name, row, when) for name, when in slots)


def _sentences(shape: Indicators | None) -> Iterator[tuple[str, Conditions]]:
    """A sentence is answered yes or no; or judged by a share, which meets it when whole."""
    if shape is not None and shape.tiers:
        yield from tiers(shape)
        return
    yield "met", (*ANSWERED, Condition(single(ANSWER), "==", 1))
    yield "unmet", (*ANSWERED, Condition(single(ANSWER), "==", 0))
    unjudged = (*UNANSWERED, Condition(single(SHARE_GIVEN), "==", 0))
    yield "missing", unjudged
    if shape is None:
        whole = form(less(product(1, SHARE), product(1)[()], product(1)))
        yield "met", (*JUDGED, Condition(whole, ">="))
        yield "unmet", (*JUDGED, Condition(whole, "<"))


def _quantities(shape: Indicators | None) -> Iterator[tuple[str, Conditions]]:
    rated = shape is not None and bool(shape.bands)
    if shape is not None and rated:
        yield from completion(shape)
    plain = [code for code in _MET if not rated or (code == EXACTLY and shape is not None and shape.equals == "exact")]
    for name, operators in (("met", _MET), ("unmet", _UNMET)):
        for code in plain:
            for operator in operators[code]:
                above_zero = (Condition(single(TARGET), ">"),) if rated else ()
                yield name, (*compared(code), *above_zero, Condition(_DISTANCE, operator))


def _over(bound: Fraction) -> Conditions:
    """Reached at `bound` times a positive target or more."""
    (when,) = Quotient(product(1, ACTUAL), product(1, TARGET), compared(AT_LEAST), ()).where((">=", bound))
    return when
