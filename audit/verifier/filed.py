"""What one department had filed by a record, gathered from the records before it: what a score was made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from audit.verifier.shape import mapping, number, rows, text
from audit.verifier.witnessed import Witness
from rules.core.reading import read_facts

if TYPE_CHECKING:
    from audit.verifier.canonical import Json
    from audit.verifier.turns import Entry
    from rules.core.facts import Facts
    from rules.core.rubric import Rubric

_NAMES: Final = {"facts": "input", "results": "indicator", "claims": "row"}


class Filed:
    """One department's filings so far: the lists that stand in each phase, and what the book saw beside them."""

    def __init__(self, book: str, department: str) -> None:
        self._department = department
        self._lists: dict[str, dict[str, Json]] = {}
        self._witness = Witness(book)

    def take(self, entry: Entry) -> None:
        """Take a record about the department. Raises ShapeError for one that is not of its kind's form."""
        self._witness.turns.take(entry)
        payload = entry.payload
        if entry.kind == "correction.approved":
            self._judge_again(payload)
        content = payload.get("content") if isinstance(payload, dict) else None
        kind = content.get("kind") if isinstance(content, dict) else None
        if kind not in {"filed", "amendment"}:
            return
        phase, lists = text(payload, "matter"), mapping(content, "lists")
        standing = self._lists.get(phase, {})
        self._lists[phase] = _replaced(standing, lists) if kind == "amendment" else lists
        # Lateness is that of the first filing: what comes again after a return is not late for it.
        self._witness.filed.setdefault(phase, (entry.sequence, number(payload, "days_late") == 0))

    def _judge_again(self, payload: Json) -> None:
        """A day that a correction put right judges the filing on it; lateness is that of the first filing."""
        judged = payload.get("judged") if isinstance(payload, dict) else None
        for phase, (sequence, _) in self._witness.filed.items():
            if sequence == judged:
                self._witness.filed[phase] = (sequence, number(payload, "days_late") == 0)

    def read_in_mid_year(self, sequence: int, *, made: bool) -> None:
        """Take the last mid-year reading; one that stayed undecided says nothing of warnings."""
        self._witness.reading = (sequence, made)

    def facts(self, rubric: Rubric, phase: str, moment: str) -> Facts:
        """Return the facts that an evaluation of this phase at this domain instant was made of. Raises FactsError."""
        targets, filed = self._lists.get("targets", {}), self._lists.get(phase, {})
        own = filed.get("facts", [])
        return read_facts(
            {
                "department": self._department,
                "tasks": targets.get("tasks", []),
                "indicators": targets.get("indicators", []),
                "results": filed.get("results", []),
                "claims": filed.get("claims", []),
                "facts": [*own, *self._witness.facts(rubric, moment)] if isinstance(own, list) else own,
            }
        )


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
