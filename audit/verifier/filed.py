"""What one department had filed by a record, gathered from the records before it: what a score was made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from audit.verifier.shape import mapping, number, rows, text
from rules.core.reading import read_facts

if TYPE_CHECKING:
    from audit.verifier.canonical import Json
    from rules.core.facts import Facts
    from rules.core.rubric import Rubric

_NAMES: Final = {"facts": "input", "results": "indicator", "claims": "row"}


class Filed:
    """One department's filings so far: the lists that stand in each phase, and when each phase was begun and filed."""

    def __init__(self, book: str, department: str) -> None:
        self._book = book
        self._department = department
        self._lists: dict[str, dict[str, Json]] = {}
        self._moved: dict[str, int] = {}
        self._first: dict[str, tuple[int, bool]] = {}

    def take(self, sequence: int, payload: Json) -> None:
        """Take a record about the department. Raises ShapeError for a filing that is not of its form."""
        for turn in rows(payload, "turns"):
            self._moved[text(turn, "matter")] = sequence
        content = payload.get("content") if isinstance(payload, dict) else None
        kind = content.get("kind") if isinstance(content, dict) else None
        if kind not in {"filed", "amendment"}:
            return
        phase, lists = text(payload, "matter"), mapping(content, "lists")
        standing = self._lists.get(phase, {})
        self._lists[phase] = _replaced(standing, lists) if kind == "amendment" else lists
        # Lateness is that of the first filing: what comes again after a return is not late for it.
        self._first.setdefault(phase, (sequence, number(payload, "days_late") == 0))

    def facts(self, rubric: Rubric, phase: str) -> Facts:
        """Return the facts that an evaluation of this phase was made of. Raises FactsError."""
        targets, filed = self._lists.get("targets", {}), self._lists.get(phase, {})
        own = filed.get("facts", [])
        seen = self._witnessed(rubric)
        return read_facts(
            {
                "department": self._department,
                "tasks": targets.get("tasks", []),
                "indicators": targets.get("indicators", []),
                "results": filed.get("results", []),
                "claims": filed.get("claims", []),
                "facts": [*own, *seen] if isinstance(own, list) else own,
            }
        )

    def _witnessed(self, rubric: Rubric) -> list[Json]:
        """What the ledger itself shows: whether a phase was filed at all, and whether its first filing was in time."""
        seen: list[Json] = []
        for name, declared in rubric.inputs.items():
            phase, _, question = (declared.witnessed or "").partition(".")
            if phase not in self._moved:
                continue
            sequence, in_time = self._first.get(phase, (self._moved[phase], False))
            good = phase in self._first and (question == "filed" or in_time)
            place = f"{self._book}#{sequence}"
            seen.append({"input": name, "value": "yes" if good else "no", "origin": "witnessed", "place": place})
        return seen


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
