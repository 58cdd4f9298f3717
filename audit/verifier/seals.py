"""Seals and corrections by the records alone: what may follow a seal, what a seal closed, who approved a correction.

After a seal nothing follows but the authorisation of an addendum, what that names, and the next seal; a change of key
may come at any time. A correction names a record by number and hash, and is approved by another person.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from audit.verifier.canonical import NotCanonicalError, read_canonical
from audit.verifier.database import Database
from audit.verifier.record import Record, raw_bytes
from audit.verifier.report import Closing, Damage
from audit.verifier.shape import ShapeError, mapping, number, rows, text

if TYPE_CHECKING:
    from audit.verifier.canonical import Json
    from audit.verifier.report import Kind

SEALED: Final = "book.sealed"
_AUTHORISED: Final = "addendum.authorised"
_CORRECTIONS: Final = frozenset({"correction.proposed", "correction.approved", "correction.declined"})
# What is looked at before the first seal.
_BEGINNING: Final = _CORRECTIONS | {SEALED, _AUTHORISED}
_FREE: Final = frozenset({"key.rotated", "erasure.requested", "text.erased", "person.erased", "request.refused"})
_CAUSED: Final = frozenset({"evaluation.made", "evaluation.undecided", "score.changed"})


class _Proposal(NamedTuple):
    actor: str
    hash: str
    corrected: str
    payload: Json


@dataclass(slots=True)
class Seals:
    """Takes the records of one book in their order; remembers the last seal, the open addendum and the proposals."""

    book: str
    database: Database
    told: list[Closing] = field(default_factory=list)
    _number: int = 0
    _begun: int = 0
    _open: bool = False
    _department: str | None = None
    _corrects: bool = False
    _taken_up: set[tuple[str | None, str]] = field(default_factory=set)
    _proposals: dict[int, _Proposal] = field(default_factory=dict)
    _broken: bool = False

    def damages(self, record: Record, sequence: int, root: str | None) -> list[Damage]:
        """Return what is wrong with a record in its place; `root` is that of the tree over the records before it."""
        if not self._number and record.kind not in _BEGINNING:
            return []
        try:
            return self._judged(record, str(record.kind), sequence, root)
        except ShapeError as missing:
            return [self._damage("malformed", sequence, column="payload", reason=str(missing))]
        except NotCanonicalError:
            return [self._damage("malformed", sequence, column="payload", reason="canonical")]

    def _judged(self, record: Record, kind: str, sequence: int, root: str | None) -> list[Damage]:
        if not self._number and kind == _AUTHORISED:
            return [self._damage("after-seal", sequence, reason="unsealed")]
        payload = read_canonical(raw_bytes(record.payload))
        department = None if record.subject_department is None else str(record.subject_department)
        found = self._placed(kind, department, payload, sequence)
        if kind == SEALED:
            found += self._sealed(payload, sequence, root)
        elif kind == _AUTHORISED:
            self._authorised(department, payload, sequence)
        elif kind in _CORRECTIONS:
            found += self._correction(record, kind, payload, sequence)
        if self._open:
            self._taken_up.update((department, text(turn, "matter")) for turn in turns_in(payload))
        return found

    def _placed(self, kind: str, department: str | None, payload: Json, sequence: int) -> list[Damage]:
        """Only the first that follows a seal without leave is told: the others follow it."""
        if not self._number or kind in _FREE or self._broken or self._allowed(kind, department, payload):
            return []
        self._broken = True
        return [self._damage("after-seal", sequence, seal=str(self._number), what=kind)]

    def _allowed(self, kind: str, department: str | None, payload: Json) -> bool:
        if not self._open:
            return kind == _AUTHORISED
        if kind in _CORRECTIONS:
            return self._corrects and self._department in {None, department}
        if kind in _CAUSED:
            return number(payload, "cause") > self._begun
        matter = payload.get("matter") if isinstance(payload, dict) and "content" in payload else None
        return kind == SEALED or (isinstance(matter, str) and (department, matter) in self._taken_up)

    def _sealed(self, payload: Json, sequence: int, root: str | None) -> list[Damage]:
        wanted = (self._number + 1, sequence - 1, root or text(payload, "root"))
        said = (number(payload, "number"), number(payload, "records"), text(payload, "root"))
        self._number, self._open, self._broken, self._taken_up = said[0], False, False, set()
        self.told.append(Closing("seal", sequence, str(said[0])))
        if said == wanted:
            return []
        names = ("number", "count", "root")
        wrong = [name for name, one, other in zip(names, said, wanted, strict=True) if one != other]
        return [self._damage("seal-differs", sequence, column=" ".join(wrong))]

    def _authorised(self, department: str | None, payload: Json, sequence: int) -> None:
        if not isinstance(payload, dict) or not isinstance(payload.get("corrections"), bool):
            raise ShapeError("corrections")
        matters = payload.get("matters")
        if not isinstance(matters, list):
            raise ShapeError("matters")
        self._open, self._begun, self._department = True, sequence, department
        self._corrects = payload["corrections"] is True
        self._taken_up = {(department, str(matter)) for matter in matters}
        self.told.append(Closing("addendum", sequence, text(payload, "document")))

    def _correction(self, record: Record, kind: str, payload: Json, sequence: int) -> list[Damage]:
        if kind == "correction.proposed":
            return self._proposed(record, payload, sequence)
        proposal = self._proposals.pop(number(payload, "proposal"), None)
        reason = self._wrong(proposal, record, payload)
        if kind == "correction.approved":
            self.told.append(Closing("correction", sequence, str(number(payload, "corrects"))))
        return [] if reason is None else [self._damage("correction-differs", sequence, reason=reason)]

    def _proposed(self, record: Record, payload: Json, sequence: int) -> list[Damage]:
        corrected, named = number(payload, "corrects"), text(payload, "hash")
        self._proposals[sequence] = _Proposal(str(record.actor), str(record.hash), named, payload)
        if corrected < sequence and self.database.number_of(self.book, named) == corrected:
            return []
        return [self._damage("correction-differs", sequence, reason="record")]

    def _wrong(self, proposal: _Proposal | None, record: Record, payload: Json) -> str | None:
        if proposal is None or text(payload, "hash") != proposal.hash:
            return "proposal"
        if self._is_own(proposal, str(record.actor)):
            return "own"
        if record.kind == "correction.declined":
            return None
        same = all(mapping(payload, name) == mapping(proposal.payload, name) for name in ("was", "right"))
        return None if same and number(payload, "corrects") == number(proposal.payload, "corrects") else "content"

    def _is_own(self, proposal: _Proposal, actor: str) -> bool:
        return actor in {proposal.actor, self.database.actor_of(self.book, proposal.corrected)}

    def _damage(self, kind: Kind, sequence: int, **detail: str) -> Damage:
        return Damage(kind, self.book, sequence, "record", detail)


def turns_in(payload: Json) -> list[dict[str, Json]]:
    """Return the turns that a record brings. Raises ShapeError for what is no list of them."""
    turns = rows(payload, "turns") if isinstance(payload, dict) else []
    reopened = payload.get("reopened") if isinstance(payload, dict) else None
    return [*turns, reopened] if isinstance(reopened, dict) else turns
