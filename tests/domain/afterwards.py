"""What may be done in a year that has ended: what a leave to amend covers, and whatever has come to move by it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.domain.codes import codes_of
from tests.domain.days import day_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from tests.domain.books import BookPicture
    from tests.domain.effects import Doing
    from tests.domain.model import Year

_AMENDED: Final = "self-evaluation"
_BY_EVIDENCE: Final = ("evidence.add", "evidence.amend")
# The leaf that each figure bears on; the results of both targets bear on the same.
_BEARS_ON: Final = {
    "spent": "spending",
    "carry": "carry-over",
    "deduction": "manners",
    "claim": "manners",
    "lamps": "works",
    "survey": "works",
}


def of_the_end(book: BookPicture, year: Year) -> frozenset[str]:
    """What speaks against any act in a year that has ended."""
    if book.seals:
        return codes_of("ledger.outside-addendum" if book.leave else "ledger.sealed")
    return codes_of(None if year.leave is not None else "year.not-running")


def of_the_leave(year: Year, doing: Doing) -> frozenset[str]:
    """What the newest leave says of an act by somebody whose act it is."""
    assert year.leave is not None
    rows, until = year.leave
    if doing.matter == _AMENDED and (doing.act in _BY_EVIDENCE or doing.act == "self-evaluation.amend"):
        return codes_of("amendment.over" if day_of(doing.received) > until else None) or codes_of(
            "amendment.other-rows" if _touched(doing) - set(rows) else None
        )
    return codes_of(None if doing.matter in year.matters.moved else "amendment.outside")


def _touched(doing: Doing) -> set[str]:
    if doing.act in _BY_EVIDENCE:
        return {"spending"}
    changes: Mapping[str, object] = doing.picture
    return {_BEARS_ON[name] for name in changes}


def allow(year: Year, rows: tuple[str, ...], until: date) -> None:
    """From now on this leave is the newest."""
    year.records += 1
    year.leave = (rows, until)
    year.leaves.append((rows, until))
    year.matters.moved.clear()
