"""Doubts about a department's figures with what the department says to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.erased import Words, words_of
from rules.core.writing import to_data
from rules.precheck.doubt import Doubt
from rules.precheck.find_doubts import find_doubts

if TYPE_CHECKING:
    from pydantic import JsonValue
    from sqlmodel import Session

    from audit.known import Brought
    from rules.core.facts import Facts
    from rules.core.rubric import Rubric


@dataclass(frozen=True, slots=True)
class SeenDoubt:
    """A doubt, and the department's reason; None where it gave none."""

    doubt: Doubt
    reason: Words | None

    def to_data(self) -> dict[str, object]:
        """JSON-able."""
        erased = {} if self.reason is None else self.reason.to_data()
        return {
            "code": self.doubt.code,
            "row": self.doubt.row,
            "rows": list(self.doubt.rows),
            "figures": [to_data(figure) for figure in self.doubt.figures],
            "arithmetic": self.doubt.arithmetic,
            "reason": None if self.reason is None else self.reason.text,
            **erased,
        }


def seen_doubts(rubric: Rubric, facts: Facts, reasons: dict[tuple[str, str], Words]) -> tuple[SeenDoubt, ...]:
    """The doubts about admitted facts, each with its reason."""
    return tuple(SeenDoubt(one, reasons.get((one.code, one.row))) for one in find_doubts(rubric, facts))


def reasons_in(session: Session, book: str, records: list[Brought]) -> dict[tuple[str, str], Words]:
    """What the last whole filing or preparation among these says, by the doubt's code and row."""
    whole = [one for one in records if not one.amends]
    given: JsonValue = whole[-1].document.get("reasons", []) if whole else []
    return {
        (str(one["code"]), str(one["row"])): words_of(session, book, str(one["reason"]))
        for one in (given if isinstance(given, list) else [])
        if isinstance(one, dict)
    }
