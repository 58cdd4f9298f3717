"""What may follow the end of a department's year until its book is sealed: acts that the bureau's leave covers.

A leave (`amendment.allowed`) names rows and a last day; under it the self-evaluation is amended and proved, and what
came to move since is brought to its end. The newest leave of a department counts alone; a seal ends the looking here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from audit.verifier.canonical import Json, NotCanonicalError, read_canonical
from audit.verifier.orders_taken import untimely
from audit.verifier.record import Record, raw_bytes
from audit.verifier.report import Damage
from audit.verifier.seals import SEALED, turns_in
from audit.verifier.shape import ShapeError, mapping, rows, text
from audit.verifier.witnessed import day_of
from rules.core.errors import RulesError
from rules.core.reading import read_rubric
from rules.core.row_inputs import row_inputs, row_metrics

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.core.rubric import Row, Rubric

_ENDED: Final = "year.concluded"
_BOOK_ENDED: Final = "book.concluded"
_LEAVE: Final = "amendment.allowed"
_SELF_EVALUATION: Final = "self-evaluation"
_AMENDED: Final = "self-evaluation.amended"
_PROVED: Final = frozenset({"evidence.added", "evidence.amended"})
_RUBRICS: Final = frozenset({"rubric.adopted", "department.enrolled", "department.switched"})
# A refusal that somebody has to hear of needs no leave, and a seal decides the silence that is left.
_FREE: Final = frozenset({"request.refused", "warning.suspended"})


@dataclass(slots=True)
class _Leave:
    rows: frozenset[str]
    until: str
    moved: set[str] = field(default_factory=set)


@dataclass(slots=True)
class AfterEnd:
    """Takes the records of one book in their order; remembers whose year has ended, and the newest leave of each."""

    book: str
    _ended: dict[str, _Leave | None] = field(default_factory=dict)
    _sealed: bool = False
    _concluded: bool = False
    # The records that say which rubric a department has, read only where an amendment has to be judged.
    _adopted: list[bytes] = field(default_factory=list)
    _under: dict[str, bytes] = field(default_factory=dict)

    def damages(self, record: Record, sequence: int) -> list[Damage]:
        """Return what is wrong with a record in its place."""
        kind, department = str(record.kind), str(record.subject_department or "")
        untaken = self._untaken(kind, department)
        self._sealed = self._sealed or kind == SEALED
        if kind in _RUBRICS:
            self._keep(kind, department, raw_bytes(record.payload))
        if kind == _ENDED:
            self._ended.setdefault(department, None)
        self._concluded = self._concluded or kind == _BOOK_ENDED
        if untaken is not None:
            return [self._damage(sequence, untaken)]
        if self._sealed or department not in self._ended:
            return []
        try:
            reason = self._judged(record, kind, department)
        except (ShapeError, NotCanonicalError, RulesError):
            reason = "unreadable"
        return [] if reason is None else [self._damage(sequence, reason)]

    def _untaken(self, kind: str, department: str) -> str | None:
        """Why the writer would not have taken an order as the book stood before this record."""
        if self._sealed:
            return None
        return untimely(kind, ended=department in self._ended, concluded=self._concluded)

    def _damage(self, sequence: int, reason: str) -> Damage:
        return Damage("after-end", self.book, sequence, "record", {"reason": reason})

    def _keep(self, kind: str, department: str, raw: bytes) -> None:
        if kind == "rubric.adopted":
            self._adopted.append(raw)
        else:
            self._under[department] = raw

    def _judged(self, record: Record, kind: str, department: str) -> str | None:
        """Why the record may not stand there; None where it may."""
        payload = read_canonical(raw_bytes(record.payload))
        if kind == _LEAVE:
            named = payload.get("rows") if isinstance(payload, dict) else None
            if not isinstance(named, list):
                raise ShapeError("rows")
            self._ended[department] = _Leave(frozenset(map(str, named)), text(payload, "until"))
            return None
        leave, matter = self._ended[department], payload.get("matter") if isinstance(payload, dict) else None
        reason = None
        if isinstance(matter, str) and kind not in _FREE:
            reason = "no-leave" if leave is None else self._uncovered(record, kind, payload, leave)
        if leave is not None and reason is None:
            leave.moved.update(text(turn, "matter") for turn in turns_in(payload))
        return reason

    def _uncovered(self, record: Record, kind: str, payload: Json, leave: _Leave) -> str | None:
        """Why a record about a matter lies outside the leave."""
        matter, is_act = text(payload, "matter"), isinstance(payload, dict) and "content" in payload
        if matter != _SELF_EVALUATION or kind not in {_AMENDED, *_PROVED}:
            return None if is_act and matter in leave.moved else "other-matter"
        if day_of(str(record.received_at)) > leave.until:
            return "over"
        touched = {str(record.subject_row)} if kind in _PROVED else set(self._touched(record, payload))
        return None if touched <= leave.rows else "other-rows"

    def _touched(self, record: Record, payload: Json) -> Iterator[str]:
        """The rows that amended figures, results and claims bear on."""
        lists = mapping(mapping(payload, "content"), "lists")
        yield from (text(claim, "row") for claim in rows(lists, "claims"))
        figures, results = {text(fact, "input") for fact in rows(lists, "facts")}, rows(lists, "results")
        if figures or results:
            rubric = self._rubric(str(record.subject_department))
            yield from (row.id for row in rubric.leaves() if figures & row_inputs(row) or (results and _counts(row)))

    def _rubric(self, department: str) -> Rubric:
        standing = read_canonical(self._under.get(department, b"null"))
        named = standing if isinstance(standing, dict) else {}
        wanted = named.get("to_hash", named.get("rubric_hash"))
        for raw in self._adopted:
            adopted = read_canonical(raw)
            if text(adopted, "hash") == wanted:
                return read_rubric(text(adopted, "canonical").encode())
        raise ShapeError("rubric")


def _counts(row: Row) -> bool:
    """Whether a row looks at how indicators came out."""
    return row.indicators is not None or any(metric.share_met for metric in row_metrics(row))
