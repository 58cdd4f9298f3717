"""Whether a turn that an order of the bureau brings is news to a running year, or settles what it knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from models.receipts import Turn


def is_news(told: Turn, known: Turn | None, *, corrected: bool = False) -> bool:
    """A matter that the year does not know, one that has ended, or another day for the very act that it awaits.

    An order may be sent again, and what the year knows may have moved on since. So nothing else that it knows is
    replaced: the same act awaited since the same day is the same asking, and its due day only ever moves back, unless
    an order of a later day computed it again or a correction took a wrong day away. A review that awaits nobody any
    more may be opened again.
    """
    if known is None or told.state == "done":
        return True
    if corrected and known.state == "done":
        return True
    if _asking(told) != _asking(known):
        return False
    return corrected or _due(told) > _due(known) or _moved_on(told) > _moved_on(known)


def is_settled(told: Turn, known: Turn | None) -> bool:
    """Whether an order settled the very day that the year knows as provisional (暂定): nothing but that is new."""
    if known is None or told.awaited is None or known.awaited is None:
        return False
    was, stands = known.awaited, told.awaited
    return (_asking(told), stands.due) == (_asking(known), was.due) and was.provisional and not stands.provisional


def _asking(turn: Turn) -> tuple[str, str, str] | None:
    return None if turn.awaited is None else (turn.awaited.act, turn.awaited.role, turn.awaited.since)


def _moved_on(turn: Turn) -> str:
    return "" if turn.awaited is None else turn.awaited.extended_on or ""


def _due(turn: Turn) -> str:
    return "" if turn.awaited is None else turn.awaited.due
