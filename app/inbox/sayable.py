"""What a refusal may say in the chain: words of the protocol, counts, days, and what the book itself knows by name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sqlmodel import col, select

from deadlines.moves import COURSES, MOVES, STATES
from deadlines.roles import ROLES
from models.projections import Department, Matter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlmodel import Session

    from audit.evaluators import Evaluators
    from models.inbox import InboxRequest

_ACTS: Final = frozenset(move.act for move in MOVES)
_WORDS: Final = {
    "act": _ACTS,
    "allowed": _ACTS,
    "course": frozenset(COURSES),
    "phase": frozenset(COURSES),
    "role": frozenset(ROLES),
    "state": frozenset(STATES),
}
_NUMBER: Final = re.compile(r"[0-9]{1,9}")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SEPARATOR: Final = ", "


def sayable(session: Session, evaluators: Evaluators, row: InboxRequest, params: Mapping[str, str]) -> dict[str, str]:
    """The blanks that hold no word of a person. A blank's name alone does not tell: a row may be one that is none."""
    return {name: value for name, value in params.items() if _is_known(session, evaluators, row, name, value)}


def _is_known(session: Session, evaluators: Evaluators, row: InboxRequest, name: str, value: str) -> bool:
    match name:
        case "count" | "sequence":
            return _NUMBER.fullmatch(value) is not None
        case "due":
            return _DAY.fullmatch(value) is not None
        case "department":
            return session.get(Department, (row.book, value)) is not None
        case "matter":
            found = select(Matter.matter).where(col(Matter.book) == row.book, col(Matter.matter) == value)
            return session.exec(found.limit(1)).first() is not None
        case "row":
            return value in _rows(session, evaluators, row)
        case _:
            return name in _WORDS and set(value.split(_SEPARATOR)) <= _WORDS[name]


def _rows(session: Session, evaluators: Evaluators, row: InboxRequest) -> frozenset[str]:
    """The rows of the rubric under which the request's department stands."""
    department = session.get(Department, (row.book, row.department))
    if department is None:
        return frozenset()
    rubric, _ = evaluators.of(session, row.book, department.rubric_hash)
    return frozenset(leaf.id for leaf in rubric.leaves())
