"""The turns of a department's matters as its records tell them: what was awaited until which day, and when it ended."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from audit.verifier.evidence import PROOFS
from audit.verifier.shape import mapping, number, rows, text

if TYPE_CHECKING:
    from audit.verifier.canonical import Json

_FIRST_ANSWER: Final = "warning.answer"
# The same asking gets another due day: by a document, or by the announcement of a year.
_MOVED: Final = frozenset({"deadline.extended", "deadline.recomputed"})


class Entry(NamedTuple):
    """One record as scoring sees it: number, kind, department, the domain instants, and what it says."""

    sequence: int
    kind: str
    department: str
    happened_at: str
    received_at: str | None
    payload: Json


@dataclass(slots=True)
class Wait:
    """An awaited act: the last record about it, its due day, when it ended and by which kind of record."""

    sequence: int
    due: str
    ended: str | None = None
    ended_by: str | None = None


@dataclass(slots=True)
class Turns:
    """All waits by matter and act in the order in which they began; the last record and state of each matter."""

    waits: dict[tuple[str, str], list[Wait]] = field(default_factory=dict)
    matters: dict[str, tuple[int, str]] = field(default_factory=dict)
    warned: list[str] = field(default_factory=list)
    _open: dict[str, Wait] = field(default_factory=dict)
    _extended: dict[int, Wait] = field(default_factory=dict)

    def take(self, entry: Entry) -> None:
        """Follow one record. Raises ShapeError for one that is not of its kind's form."""
        payload = entry.payload
        if entry.kind in _MOVED:
            self._extend(entry, mapping(payload, "turn"))
            return
        if entry.kind == "correction.approved" and mapping(payload, "right").get("kind") == "day":
            self._put_right(entry, number(payload, "corrects"), text(mapping(payload, "right"), "due"))
            return
        if entry.kind == "warnings.raised":
            raised = [mapping(each, "turn") for each in rows(payload, "raised")]
            self.warned += [text(turn, "matter") for turn in raised]
            turns = [*rows(payload, "superseded"), *raised]
        elif entry.kind == "score.changed":
            reopened = payload.get("reopened") if isinstance(payload, dict) else None
            turns = [reopened] if isinstance(reopened, dict) else []
        else:
            turns = [] if entry.kind in PROOFS else rows(payload, "turns")
        for turn in turns:
            self._move(entry, turn)

    def first_answers(self) -> list[Wait]:
        """Return the first wait for an answer to each warning."""
        found = (self.waits.get((matter, _FIRST_ANSWER), []) for matter in self.warned)
        return [waits[0] for waits in found if waits]

    def _move(self, entry: Entry, turn: dict[str, Json]) -> None:
        matter = text(turn, "matter")
        self.matters[matter] = (entry.sequence, text(turn, "state"))
        ended = self._open.pop(matter, None)
        if ended is not None:
            ended.ended, ended.sequence = entry.received_at or entry.happened_at, entry.sequence
            ended.ended_by = entry.kind
        if turn.get("awaited") is not None:
            awaited = mapping(turn, "awaited")
            wait = Wait(entry.sequence, text(awaited, "due"))
            self.waits.setdefault((matter, text(awaited, "act")), []).append(wait)
            self._open[matter] = wait

    def _extend(self, entry: Entry, turn: dict[str, Json]) -> None:
        wait = self._open.get(text(turn, "matter"))
        if wait is not None:
            wait.due, wait.sequence = text(mapping(turn, "awaited"), "due"), entry.sequence
            self._extended[entry.sequence] = wait

    def _put_right(self, entry: Entry, corrected: int, due: str) -> None:
        """The day of an extension was wrong: what it gave time to is due on the right one, done or not."""
        wait = self._extended.get(corrected)
        if wait is not None:
            wait.due, wait.sequence = due, entry.sequence
