"""What the engine is given: conjunctions of comparisons of numbered integer fields, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from rules.errors import NetworkError

if TYPE_CHECKING:
    from collections.abc import Sequence

SAFE = 2**53
"""The greatest absolute value that the engine is given: within it, its comparisons are exact."""

FIELDS_MOST = 240
"""The engine fails at 254 properties of a message; this leaves room for its own."""

Operator = Literal["<", "<=", "==", ">=", ">"]


class Comparison(NamedTuple):
    """A field's number, an operator, and the integer that the field is compared with."""

    field: int
    operator: Operator
    bound: int


Conjunction = tuple[Comparison, ...]


def refuse_unsafe(conjunctions: Sequence[Conjunction]) -> None:
    """Raise NetworkError for what the engine would silently get wrong; `rule` is the conjunction's position."""
    seen: dict[frozenset[Comparison], int] = {}
    for number, conjunction in enumerate(conjunctions):
        _refuse_conjunction(str(number), conjunction)
        first = seen.setdefault(frozenset(conjunction), number)
        if first != number:
            raise NetworkError("network.doubled-condition", rule=str(number), other=str(first))


def _refuse_conjunction(rule: str, conjunction: Conjunction) -> None:
    if not conjunction:
        raise NetworkError("network.empty-condition", rule=rule)
    if len({comparison.field for comparison in conjunction}) > FIELDS_MOST:
        raise NetworkError("network.too-wide", rule=rule, most=str(FIELDS_MOST))
    for _, operator, bound in conjunction:
        if operator not in get_args(Operator):
            raise NetworkError("network.unknown-operator", rule=rule, operator=operator)
        if type(bound) is not int or abs(bound) > SAFE:
            raise NetworkError("network.unsafe-bound", rule=rule, bound=str(bound))
