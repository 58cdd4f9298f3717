"""What looks doubtful in targets when they are set: far from last year's actual, zero, repeated, copied, none. Exact.

Nothing here refuses anything: a person looks, and may find good reasons.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final, Literal

from rules.core.agreement import TargetRules
from rules.core.numbers import exact
from rules.core.writing import canonical

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from fractions import Fraction

    from rules.core.facts import Indicator
    from rules.core.rubric import Rubric

# The share of last year's actual beyond which a target is far from it, where the rubric does not say otherwise.
FAR: Final = TargetRules().far
_CEILING: Final = "<="
TargetDoubtCode = Literal["far", "zero", "repeated", "copied", "none"]


@dataclass(frozen=True, slots=True)
class Doubt:
    """One doubt by its code, about an indicator (None: about all of them), with the figures that it rests on."""

    code: TargetDoubtCode
    indicator: str | None
    params: dict[str, str]


def doubts_of(indicators: Iterable[Indicator], alike: Iterable[str] = (), far: Fraction = FAR) -> tuple[Doubt, ...]:
    """Find every doubt, in the order of the indicators; `alike` are departments with the very same targets.

    Raises NumberError for a number that admission would have refused.
    """
    given = tuple(indicators)
    each = (doubt for one in given for doubt in (*_far(one, far), *_zero(one)))
    copied = (Doubt("copied", None, {"department": department}) for department in alike)
    return (*each, *_repeated(given), *copied, *([] if given else [Doubt("none", None, {})]))


def far_in(rubric: Rubric) -> Fraction:
    """The share of last year's actual beyond which a target is far from it under a rubric."""
    return FAR if rubric.targets is None else rubric.targets.far


def signature_of(indicators: Iterable[Indicator]) -> str | None:
    """What two filings share exactly when all their targets have the same names, values and units; None for none."""
    looks = sorted([*_look(one)] for one in indicators)
    return sha256(canonical(looks)).hexdigest() if looks else None


def _far(one: Indicator, far: Fraction) -> Iterator[Doubt]:
    """Nothing is said where last year's actual is not known: that is not a zero."""
    if one.target is None or one.last_actual is None:
        return
    last = exact(one.last_actual)
    if abs(exact(one.target) - last) > far * abs(last):
        params = {"name": one.name, "target": one.target, "last": one.last_actual, "unit": one.unit}
        yield Doubt("far", one.id, params)


def _zero(one: Indicator) -> Iterator[Doubt]:
    """At most zero is a demand like any other; at least or exactly zero asks for nothing."""
    if one.target is not None and one.comparator != _CEILING and exact(one.target) == 0:
        yield Doubt("zero", one.id, {"name": one.name, "comparator": one.comparator or "", "unit": one.unit})


def _repeated(given: tuple[Indicator, ...]) -> Iterator[Doubt]:
    times = Counter(_look(one) for one in given)
    seen: dict[tuple[str, str, str, str], str] = {}
    for one in given:
        look = _look(one)
        if look in seen:
            yield Doubt("repeated", one.id, {"name": one.name, "first": seen[look], "times": str(times[look])})
        seen.setdefault(look, one.id)


def _look(one: Indicator) -> tuple[str, str, str, str]:
    """Name, comparator, value and unit; a value is the same however it is written."""
    target = "" if one.target is None else str(exact(one.target))
    return one.name.strip(), one.comparator or "", target, one.unit
