"""What a department's records say of two years: the copy of last year's book, and findings that repeat its findings."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from audit.verifier.canonical import Json
from audit.verifier.shape import mapping, number, rows, text

if TYPE_CHECKING:
    from audit.verifier.turns import Entry
    from rules.core.rubric import Rubric

_PREFIX = "finding/"


class Repeated(NamedTuple):
    """How many findings repeat, the records that show it, and those of last year's book."""

    number: int
    records: tuple[int, ...]
    beyond: str


@dataclass(slots=True)
class Years:
    """The newest copy with its record, and this year's findings: the row and the last record about each."""

    copy: tuple[int, dict[str, Json]] | None = None
    findings: dict[str, tuple[str, int]] = field(default_factory=dict)

    def take(self, entry: Entry) -> None:
        """Take a record about the department. Raises ShapeError for one that is not of its kind's form."""
        payload = entry.payload
        match entry.kind:
            case "fact.carried":
                self.copy = (entry.sequence, mapping({"copy": payload}, "copy"))
            case "review.concluded":
                for one in rows(mapping(payload, "content"), "findings"):
                    self.findings[text(one, "finding")] = (text(one, "row"), entry.sequence)
            case "finding.answered" | "finding.returned" | "finding.accepted":
                name = text(payload, "matter").removeprefix(_PREFIX)
                if name in self.findings:
                    self.findings[name] = (self.findings[name][0], entry.sequence)
            case "correction.approved":
                self._correct(entry, mapping(payload, "right"))
            case _:
                pass

    def _correct(self, entry: Entry, right: dict[str, Json]) -> None:
        """A finding gets the right row, or was none."""
        if right.get("kind") != "finding":
            return
        name = text(right, "finding")
        self.findings.pop(name, None)
        if right.get("row") is not None:
            self.findings[name] = (text(right, "row"), entry.sequence)

    def facts(self, rubric: Rubric, book: str) -> list[dict[str, Json]]:
        """Return a fact for each copied input that the rubric takes from last year."""
        if self.copy is None:
            return []
        sequence, copy = self.copy
        taken = {name for name, declared in rubric.inputs.items() if declared.carried is not None}
        return [
            {
                **{name: text(fact, name) for name in ("input", "value", "unit")},
                "origin": "witnessed",
                "place": f"{book}#{sequence} <- {text(copy, 'source')}#{number(fact, 'sequence')} {text(fact, 'hash')}",
            }
            for fact in rows(copy, "facts")
            if text(fact, "input") in taken
        ]

    def repeated(self) -> Repeated | None:
        """Return which of this year's findings are about rows of last year's; None where nothing was copied."""
        if self.copy is None:
            return None
        sequence, copy = self.copy
        before = rows(copy, "findings")
        known = {text(one, "row") for one in before}
        again = [(row, at) for row, at in self.findings.values() if row in known]
        about = {row for row, _ in again}
        named = [one for one in before if text(one, "row") in about]
        ends = [f"{number(one, 'sequence')} {text(one, 'hash')}" for one in named]
        if not ends:
            ends = [f"{number(copy, 'until')} {text(copy, 'hash')}"]
        records = (sequence, *sorted(at for _, at in again))
        return Repeated(len(again), records, f" <- {text(copy, 'source')}#{', #'.join(ends)}")
