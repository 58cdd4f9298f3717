"""What one department had filed by a record, gathered from the records before it: what a score was made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from audit.verifier.shape import ShapeError, mapping, number, rows, text
from audit.verifier.witnessed import Seen, Witness
from rules.core.fitting import misfits
from rules.core.reading import read_facts

if TYPE_CHECKING:
    from audit.verifier.canonical import Json
    from audit.verifier.turns import Entry
    from rules.core.facts import Facts
    from rules.core.rubric import Rubric

_NAMES: Final = {"facts": "input", "results": "indicator", "claims": "row"}
_MONITORING: Final = "monitoring"
_ANSWERED: Final = frozenset({"adjustment.approved", "adjustment.refused"})
_PREPARED: Final = frozenset({"targets.prepared", "monitoring.prepared", "self-evaluation.prepared"})
_OF_TARGETS: Final = ("tasks", "indicators")
_WITHDRAWN: Final = frozenset({"targets.withdrawn", "monitoring.withdrawn", "self-evaluation.withdrawn"})


class _Whole(NamedTuple):
    """One filing: its record, whether it came in time, and its lists as amended since.

    Of an `older` one, filed before the department took another rubric, the amendments that came under the new one are
    kept apart.
    """

    sequence: int
    in_time: bool
    lists: dict[str, Json]
    older: bool = False
    newer: tuple[dict[str, Json], ...] = ()

    def amended(self, changes: dict[str, Json]) -> _Whole:
        if self.older:
            return self._replace(newer=(*self.newer, changes))
        return self._replace(lists=_replaced(self.lists, changes))

    def aged(self) -> _Whole:
        """The same filing once another rubric is taken: whatever was amended by then was filed before."""
        lists = self.lists
        for changes in self.newer:
            lists = _replaced(lists, changes)
        return self._replace(lists=lists, older=True, newer=())


_NOTHING: Final = _Whole(0, in_time=True, lists={})


class Filed:
    """One department's filings so far: the lists that stand in each phase, and what the book saw beside them."""

    def __init__(self, book: str, department: str) -> None:
        self._book, self._department = book, department
        # What was filed whole in each phase and not withdrawn, the first one first.
        self._lists: dict[str, list[_Whole]] = {}
        self._witness = Witness(book)
        # Approved changes of targets in their order, and the one that waits for its answer.
        self._adjusted: list[dict[str, Json]] = []
        self._asked: dict[str, Json] | None = None

    def take(self, entry: Entry) -> None:
        """Take a record about the department. Raises ShapeError for one that is not of its kind's form."""
        self._witness.turns.take(entry)
        self._witness.years.take(entry)
        payload = entry.payload
        if entry.kind == "correction.approved":
            self._judge_again(payload)
        if entry.kind == "targets.approved":
            self._approve(entry)
        if entry.kind == "department.switched":
            self._lists = {phase: [one.aged() for one in standing] for phase, standing in self._lists.items()}
        elif entry.kind in _ANSWERED:
            self._answer(approved=entry.kind == "adjustment.approved")
        elif entry.kind in _WITHDRAWN:
            self._withdraw(text(payload, "matter"))
        elif entry.kind not in _PREPARED:
            self._file(entry)

    def _file(self, entry: Entry) -> None:
        content = entry.payload.get("content") if isinstance(entry.payload, dict) else None
        kind = text(content, "kind") if isinstance(content, dict) and "kind" in content else None
        if kind == "adjustment":
            self._asked = mapping(content, "lists")
        if kind not in {"filed", "amendment"}:
            return
        phase, lists = text(entry.payload, "matter"), _as_counted(entry.payload, mapping(content, "lists"))
        standing = self._lists.setdefault(phase, [])
        if kind == "amendment" and standing:
            standing[-1] = standing[-1].amended(lists)
        else:
            standing.append(_Whole(entry.sequence, number(entry.payload, "days_late") == 0, lists))
        self._judge_first(phase)

    def _approve(self, entry: Entry) -> None:
        """Targets are approved, perhaps with a score of how good they are."""
        content = mapping(entry.payload, "content")
        if content.get("kind") == "approval":
            score = text(mapping(content, "quality"), "score")
            self._witness.quality = Seen(score, (entry.sequence,), final=True)

    def _answer(self, *, approved: bool) -> None:
        """The change of targets that waits counts from now on, or never."""
        if self._asked is None:
            raise ShapeError("adjustment")
        if approved:
            self._adjusted.append(self._asked)
        self._asked = None

    def _withdraw(self, phase: str) -> None:
        """What the department took back counts as never filed."""
        if not self._lists.get(phase):
            raise ShapeError("matter")
        self._lists[phase].pop()
        self._judge_first(phase)

    def _judge_first(self, phase: str) -> None:
        """Lateness is that of the first filing: what comes again after a return is not late for it."""
        self._witness.filed.pop(phase, None)
        for first in self._lists[phase][:1]:
            self._witness.filed[phase] = (first.sequence, first.in_time)

    def _judge_again(self, payload: Json) -> None:
        """A day that a correction put right judges the filing on it; lateness is that of the first filing."""
        judged = payload.get("judged") if isinstance(payload, dict) else None
        for phase, standing in self._lists.items():
            right = [one.sequence == judged for one in standing]
            if any(right):
                good = number(payload, "days_late") == 0
                standing[right.index(True)] = standing[right.index(True)]._replace(in_time=good)
                self._judge_first(phase)

    def _standing(self, phase: str) -> _Whole:
        standing = self._lists.get(phase)
        whole = standing[-1] if standing else _NOTHING
        return whole._replace(lists=_under(whole.lists, self._adjusted)) if phase == "targets" else whole

    def read_in_mid_year(self, sequence: int, *, made: bool) -> None:
        """Take the last mid-year reading; one that stayed undecided says nothing of warnings."""
        self._witness.reading = (sequence, made)

    def window_read(self) -> str:
        """Return the window of the monitoring that was filed last: the one that a mid-year reading reads."""
        filed = {one[-1].sequence: phase for phase, one in self._lists.items() if one and _is_monitoring(phase)}
        return filed[max(filed)] if filed else _MONITORING

    def facts(self, rubric: Rubric, phase: str, moment: str) -> Facts:
        """Return the facts that an evaluation of this phase at this domain instant was made of. Raises FactsError."""
        targets, filed = self._standing("targets"), self._standing(phase)
        lists = {name: targets.lists.get(name, []) for name in _OF_TARGETS}
        lists |= {name: filed.lists.get(name, []) for name in _NAMES}
        older = [*(_OF_TARGETS if targets.older else ()), *(_NAMES if filed.older else ())]
        if older:
            lists = self._fitting(rubric, lists, older)
        for changes in filed.newer:
            lists = _replaced(lists, changes)
        own, carried = lists["facts"], self._witness.years.facts(rubric, self._book)
        named = [fact["input"] for fact in carried]
        if isinstance(own, list):
            stated = [fact for fact in own if not isinstance(fact, dict) or fact.get("input") not in named]
            own = [*stated, *carried, *self._witness.facts(rubric, moment)]
        return read_facts({"department": self._department, **lists, "facts": own})

    def _fitting(self, rubric: Rubric, lists: dict[str, Json], older: list[str]) -> dict[str, Json]:
        """Leave out what was filed under another rubric and this one cannot take."""
        found = misfits(rubric, read_facts({"department": self._department, **lists}), older)
        gone = {(one.list, one.position) for one in found}
        return {
            name: [entry for place, entry in enumerate(rows(lists, name)) if (name, place) not in gone]
            for name in lists
        }


def _is_monitoring(phase: str) -> bool:
    return phase.partition("/")[0] == _MONITORING


def _under(lists: dict[str, Json], changes: list[dict[str, Json]]) -> dict[str, Json]:
    """Put what was adjusted where the target of the same id stood; the later change of one target counts."""
    newest = {text(entry, "id"): entry for change in changes for entry in rows(change, "indicators")}
    if not newest:
        return lists
    return {**lists, "indicators": [newest.get(text(entry, "id"), entry) for entry in rows(lists, "indicators")]}


def _as_counted(payload: Json, lists: dict[str, Json]) -> dict[str, Json]:
    """Put what the book counted in the place of the days that were filed; nothing else may be said to be counted."""
    counted = {text(one, "input"): one for one in rows(payload, "counted")}
    facts = rows(lists, "facts") if counted else []
    days = {text(one, "input") for one in facts if "/" in text(one, "value")}
    if not counted.keys() <= days or any(one.get("origin") != "counted" for one in counted.values()):
        raise ShapeError("counted")
    return {**lists, "facts": [counted.get(text(one, "input"), one) for one in facts]} if counted else lists


def _replaced(standing: dict[str, Json], changes: dict[str, Json]) -> dict[str, Json]:
    """Put each named fact, result and claim of an amendment in the place of the old one, the new ones first."""
    result = dict(standing)
    for name, key in _NAMES.items():
        new = rows(changes, name)
        if new:
            named = [entry.get(key) for entry in new]
            kept = [entry for entry in rows(standing, name) if entry.get(key) not in named]
            result[name] = [*new, *kept]
    return result
