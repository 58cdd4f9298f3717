"""Rows that differ, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cli.scores import BLANK
from cli.speaking import listed, voice

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.moments import RowDifference

_LONGEST: Final = 60
# What only points back to the record itself, or repeats the key.
_DULL: Final = frozenset({"book", "sequence"})


def show_differences(changes: Iterable[RowDifference]) -> None:
    """One line a row: its table and key, whether it is new or gone, and every column that changed."""
    for change in changes:
        key = listed(part for part in change.key[1:]) or change.key[0]
        place = {"table": voice.word("table", change.table), "key": key}
        if change.before is None:
            voice.say("differs.new", **place, columns=_columns(change, 1))
        elif change.after is None:
            voice.say("differs.gone", **place)
        else:
            voice.say("differs.changed", **place, columns=_columns(change, 0))


def _columns(change: RowDifference, only_after: int) -> str:
    told = {name: pair for name, pair in change.columns().items() if name not in _DULL}
    if only_after:
        return listed(f"{name} {_short(after)}" for name, (_, after) in told.items() if after not in {None, ""})
    return listed(f"{name} {_short(before)} → {_short(after)}" for name, (before, after) in told.items())


def _short(value: object) -> str:
    text = BLANK if value is None or not str(value) else str(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
