"""Doubts about targets, found once more in the records: what was filed, last year's figures, and the other departments.

Nothing here is the writer's: each doubt is looked for anew, in the order in which the record has to have it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Final, NamedTuple

from audit.verifier.canonical import Json
from audit.verifier.shape import ShapeError, number, rows, text
from rules.core.numbers import exact, plain
from rules.core.reading import read_facts

if TYPE_CHECKING:
    from audit.verifier.turns import Entry
    from rules.core.facts import Indicator
    from rules.core.rubric import Rubric

_FILED: Final = "targets.filed"
_SETTING: Final = (_FILED, "targets.prepared")
_WITHDRAWN: Final = "targets.withdrawn"
_USUAL: Final = Fraction(3, 10)

_Alike = tuple[str, str, Fraction | None, str]


class _Set(NamedTuple):
    """Targets that a record filed or prepared, as it has them."""

    sequence: int
    lists: dict[str, Json]


@dataclass(slots=True)
class Doubts:
    """Takes the records of one book in their order; keeps the newest targets of each department."""

    _newest: dict[str, _Set] = field(default_factory=dict)
    # What was filed last and not withdrawn; how it looks is found when it is first compared.
    _filed: dict[str, dict[str, Json]] = field(default_factory=dict)
    _looks: dict[str, list[_Alike]] = field(default_factory=dict)

    def take(self, entry: Entry) -> None:
        """Take a record about a department; one that brings no lists sets no targets."""
        if entry.kind == _WITHDRAWN:
            self._filed.pop(entry.department, None)
        content = entry.payload.get("content") if isinstance(entry.payload, dict) else None
        lists = content.get("lists") if isinstance(content, dict) else None
        if entry.kind in _SETTING and isinstance(lists, dict):
            self._newest[entry.department] = _Set(entry.sequence, lists)
            if entry.kind == _FILED:
                self._filed[entry.department] = lists
                self._looks.pop(entry.department, None)

    def differing(self, entry: Entry, rubric: Rubric) -> dict[str, str] | None:
        """Return how a record of doubts differs from what the records before it give rise to; None where it does not.

        Raises ShapeError for a record that names no targets of its department, RulesError for targets that are none.
        """
        newest = self._newest.get(entry.department)
        if newest is None or number(entry.payload, "cause") != newest.sequence:
            raise ShapeError("cause")
        far = _USUAL if rubric.targets is None else rubric.targets.far
        if text(entry.payload, "far") != plain(far):
            return {"stored": text(entry.payload, "far"), "computed": plain(far)}
        stored = rows(entry.payload, "doubts")
        again = self._again(entry.department, _indicators(entry.department, newest.lists), far)
        return None if stored == again else {"stored": _codes(stored), "computed": _codes(again)}

    def _again(self, department: str, given: tuple[Indicator, ...], far: Fraction) -> list[dict[str, Json]]:
        found = [doubt for one in given for doubt in (*_far(one, far), *_zero(one))]
        own = _looks(given)
        others = sorted(name for name in self._filed if own and name != department and self._look_of(name) == own)
        copied = [_doubt("copied", None, department=name) for name in others]
        return [*found, *_repeated(given), *copied, *([] if given else [_doubt("none", None)])]

    def _look_of(self, department: str) -> list[_Alike]:
        if department not in self._looks:
            self._looks[department] = _looks(_indicators(department, self._filed[department]))
        return self._looks[department]


def _indicators(department: str, lists: dict[str, Json]) -> tuple[Indicator, ...]:
    return read_facts({"department": department, **lists}).indicators


def _looks(given: tuple[Indicator, ...]) -> list[_Alike]:
    """The same for two departments exactly when they have the same targets."""
    return sorted(map(_alike, given), key=repr)


def _doubt(code: str, indicator: str | None, **params: str) -> dict[str, Json]:
    return {"code": code, "indicator": indicator, "params": {**params}}


def _far(one: Indicator, far: Fraction) -> list[dict[str, Json]]:
    if one.target is None or one.last_actual is None:
        return []
    target, last = exact(one.target), exact(one.last_actual)
    most = far * max(last, -last)
    if last - most <= target <= last + most:
        return []
    return [_doubt("far", one.id, name=one.name, target=one.target, last=one.last_actual, unit=one.unit)]


def _zero(one: Indicator) -> list[dict[str, Json]]:
    if one.comparator == "<=" or one.target is None or exact(one.target):
        return []
    return [_doubt("zero", one.id, name=one.name, comparator=one.comparator or "", unit=one.unit)]


def _repeated(given: tuple[Indicator, ...]) -> list[dict[str, Json]]:
    """Each but the first of several that are the same."""
    looks = [_alike(one) for one in given]
    return [
        _doubt("repeated", one.id, name=one.name, first=given[first].id, times=str(looks.count(look)))
        for position, (one, look) in enumerate(zip(given, looks, strict=True))
        if (first := looks.index(look)) < position
    ]


def _alike(one: Indicator) -> _Alike:
    return one.name.strip(), one.comparator or "", None if one.target is None else exact(one.target), one.unit


def _codes(doubts: list[dict[str, Json]]) -> str:
    return " ".join(f"{one.get('code')}:{one.get('indicator') or '-'}" for one in doubts) or "-"
