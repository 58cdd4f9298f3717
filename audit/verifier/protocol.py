"""Whether a record could follow by the law of the year.

Its author had the role, the act was open in its matter, it is as late as it came, the document that it needs is named.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from audit.verifier.moves import NEVER_LATE, SYSTEM, WRITES, open_acts
from audit.verifier.report import Damage
from audit.verifier.seals import turns_in
from audit.verifier.shape import ShapeError, mapping, number, rows, text
from audit.verifier.witnessed import day_of

if TYPE_CHECKING:
    from audit.verifier.canonical import Json
    from audit.verifier.record import Record
    from audit.verifier.report import Kind

    Finding: TypeAlias = tuple[Kind, dict[str, str]]

_ACCESS: Final = "/access"
_OF_THE_DEPARTMENT: Final = frozenset({"filler", "approver", "contributor"})
_ACT: Final = frozenset({"act", "matter", "content"})
_DOCUMENTED: Final = frozenset(
    {"deadline.extended", "outage.recorded", "calendar.announced", "correction.proposed", "addendum.authorised"}
    | {"amendment.allowed"}
)


class _Appointment(NamedTuple):
    department: str
    from_day: str
    to_day: str | None

    def holds(self, department: str, day: str) -> bool:
        here = not department or self.department in {"", department}
        return here and self.from_day <= day and (self.to_day is None or day <= self.to_day)


class _Standing(NamedTuple):
    """How a matter stands: its course and state, and the due day of what is awaited, if anything is."""

    course: str = ""
    state: str = "-"
    due: str | None = None


@dataclass(slots=True)
class Protocol:
    """Takes the records of one book in their order; remembers appointments, who filed what, how each matter stands.

    An access book holds looks, whose roles stand on another book's appointments: there is nothing to look at.
    """

    book: str
    # Of each person and role by the record that made the appointment.
    _held: dict[tuple[str, str], dict[int, _Appointment]] = field(default_factory=dict)
    _hands: set[tuple[str, str]] = field(default_factory=set)
    _matters: dict[tuple[str, str], _Standing] = field(default_factory=dict)

    def take(self, record: Record, sequence: int, payload: Json) -> list[Damage]:
        """Return what is wrong with a record in its place."""
        if not is_governed(self.book):
            return []
        try:
            found = self._unauthorised(record) or _undocumented(record, payload) or self._out_of_turn(record, payload)
            self._follow(record, sequence, payload)
        except ShapeError as error:
            found = ("malformed", {"column": "payload", "reason": str(error)})
        return [] if found is None else [Damage(found[0], self.book, sequence, "record", found[1])]

    def _unauthorised(self, record: Record) -> Finding | None:
        """Why its author could not write it; None where the book had appointed them to."""
        role, actor, department = str(record.role), str(record.actor), str(record.subject_department or "")
        if role not in WRITES.get(str(record.kind), {SYSTEM}):
            return "unauthorised", {"reason": "role", "role": role}
        if role == SYSTEM:
            return None
        day = day_of(str(record.received_at or record.happened_at))
        if not any(one.holds(department, day) for one in self._held.get((actor, role), {}).values()):
            return "unauthorised", {"reason": "appointment", "role": role, "day": day}
        own = role == "reviewer" and (department, actor) in self._hands
        return ("unauthorised", {"reason": "own", "role": role}) if own else None

    def _out_of_turn(self, record: Record, payload: Json) -> Finding | None:
        """Why an act was not open in its matter, or not as late as it says; None for a good one, and for no act."""
        if not isinstance(payload, dict) or not payload.keys() >= _ACT:
            return None
        matter = text(payload, "matter")
        stands = self._matters.get((str(record.subject_department or ""), matter), _Standing())
        if str(record.kind) not in open_acts(stands.course, stands.state):
            return "out-of-turn", {"matter": matter, "state": stands.state}
        return _late(record, payload, stands)

    def _follow(self, record: Record, sequence: int, payload: Json) -> None:
        department = str(record.subject_department or "")
        if str(record.role) in _OF_THE_DEPARTMENT:
            self._hands.add((department, str(record.actor)))
        for turn in _turns(payload):
            self._matters[department, text(turn, "matter")] = _standing(turn)
        match record.kind:
            case "book.opened":
                for one in rows(payload, "officers"):
                    made = _Appointment("", text(payload, "opened_on"), None)
                    self._held.setdefault((text(one, "actor"), text(one, "role")), {})[sequence] = made
            case "appointment.made":
                self._appoint(sequence, payload, text(payload, "role"), _word(payload, "department") or "")
            case "contributor.appointed":
                self._appoint(sequence, payload, "contributor", department)
            case "correction.approved":
                self._correct(number(payload, "corrects"), mapping(payload, "right"))
            case _:
                pass

    def _appoint(self, sequence: int, payload: Json, role: str, department: str) -> None:
        made = _Appointment(department, text(payload, "from_day"), _word(payload, "to_day"))
        self._held.setdefault((text(payload, "appointee"), role), {})[sequence] = made

    def _correct(self, corrected: int, right: dict[str, Json]) -> None:
        """The days of an appointment were wrong."""
        if right.get("kind") != "appointment":
            return
        for made in self._held.values():
            if corrected in made:
                where = made[corrected].department
                made[corrected] = _Appointment(where, text(right, "from_day"), _word(right, "to_day"))


def is_governed(book: str) -> bool:
    """Whether the law of the year says who may write in a book; what an access book holds are looks."""
    return not book.endswith(_ACCESS)


def _turns(payload: Json) -> list[dict[str, Json]]:
    """Every turn that a record brings, those of warnings that it raises or replaces too."""
    if not isinstance(payload, dict):
        return []
    raised = [mapping(each, "turn") for each in rows(payload, "raised")]
    moved = [mapping(payload, "turn")] if isinstance(payload.get("turn"), dict) else []
    return [*turns_in(payload), *rows(payload, "superseded"), *raised, *moved]


def _standing(turn: dict[str, Json]) -> _Standing:
    course, state = text(turn, "course"), text(turn, "state")
    if turn.get("awaited") is None:
        return _Standing(course, state)
    return _Standing(course, state, text(mapping(turn, "awaited"), "due"))


def _late(record: Record, payload: Json, stands: _Standing) -> Finding | None:
    """Late by the days from the due day to that on which it came, the awaited act like what is done in its place."""
    wanted = 0
    if stands.due is not None and str(record.kind) not in NEVER_LATE:
        came = date.fromisoformat(day_of(str(record.received_at or record.happened_at)))
        wanted = max(0, (came - _day(stands.due)).days)
    found = number(payload, "days_late")
    return None if found == wanted else ("lateness-differs", {"wanted": str(wanted), "found": str(found)})


def _undocumented(record: Record, payload: Json) -> Finding | None:
    if str(record.kind) not in _DOCUMENTED or text(payload, "document"):
        return None
    return "malformed", {"column": "payload", "reason": "document"}


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise ShapeError("due") from None


def _word(value: Json, name: str) -> str | None:
    """The text under a name, or None where there is none. Raises ShapeError for anything else."""
    found = value.get(name) if isinstance(value, dict) else None
    return None if found is None else text(value, name)
