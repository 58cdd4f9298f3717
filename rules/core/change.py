"""What changed between two scorings of one department: which rows, what each earned before and after, by which rule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_COMPARED = ("score", "rules", "basis", "state", "arithmetic", "figures", "claimed")

_OF_GROUPS = ("claimed",)


@dataclass(frozen=True, slots=True)
class RowChange:
    """A leaf row that came out otherwise, or a group that is claimed otherwise.

    Scores are decimal text, None while undecided; claims are None where the document makes none.
    """

    row: str
    name: str
    before: str | None
    after: str | None
    rules_before: tuple[str, ...]
    rules_after: tuple[str, ...]
    arithmetic: str
    claimed_before: str | None = None
    claimed_after: str | None = None


def changed_rows(
    before: Sequence[Mapping[str, object]], after: Sequence[Mapping[str, object]]
) -> tuple[RowChange, ...]:
    """Compare two evaluations' data in the later one's order: leaf rows, and of groups only their claims."""
    earlier = {row["id"]: row for row in before}
    return tuple(
        _change(earlier.get(row["id"], {}), row)
        for row in after
        if any(
            _said(row, key) != _said(earlier.get(row["id"], {}), key)
            for key in (_COMPARED if row["leaf"] else _OF_GROUPS)
        )
    )


def _said(row: Mapping[str, object], key: str) -> object:
    """What is compared of a row: a witnessed figure by its answer, whatever record a later evaluation saw it in."""
    found = row.get(key)
    if key != "figures" or not isinstance(found, list):
        return found
    return [{**each, "place": ""} if each.get("origin") == "witnessed" else each for each in found]


def _change(before: Mapping[str, object], after: Mapping[str, object]) -> RowChange:
    return RowChange(
        row=str(after["id"]),
        name=str(after["name"]),
        before=_text(before.get("score")),
        after=_text(after["score"]),
        rules_before=_texts(before.get("rules", [])),
        rules_after=_texts(after["rules"]),
        arithmetic=str(after["arithmetic"]),
        claimed_before=_text(before.get("claimed")),
        claimed_after=_text(after["claimed"]),
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _texts(value: object) -> tuple[str, ...]:
    return tuple(str(each) for each in value) if isinstance(value, list) else ()
