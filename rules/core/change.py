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


@dataclass(frozen=True, slots=True)
class AdjustmentChange:
    """A penalty or a cap on the total that came out otherwise; what one scoring does not have added "0" there.

    Points added are decimal text, None while undecided.
    """

    id: str
    name: str
    before: str | None
    after: str | None
    rules_before: tuple[str, ...]
    rules_after: tuple[str, ...]
    arithmetic: str


def changed_rows(
    before: Sequence[Mapping[str, object]], after: Sequence[Mapping[str, object]]
) -> tuple[RowChange, ...]:
    """Compare two evaluations' data in the later one's order: leaf rows, and of groups only their claims.

    Rows that only the earlier one has follow at the end: they were scored by another rubric.
    """
    earlier, later = {row["id"]: row for row in before}, {row["id"] for row in after}
    changed = [
        _change(earlier.get(row["id"], {}), row)
        for row in after
        if any(
            _said(row, key) != _said(earlier.get(row["id"], {}), key)
            for key in (_COMPARED if row["leaf"] else _OF_GROUPS)
        )
    ]
    gone = (_change(row, {}) for row in before if row["leaf"] and row["id"] not in later)
    return (*changed, *gone)


def changed_adjustments(
    before: Sequence[Mapping[str, object]], after: Sequence[Mapping[str, object]]
) -> tuple[AdjustmentChange, ...]:
    """Compare what was done to two totals: in the later one's order, then what only the earlier one had."""
    earlier, later = {one["id"]: one for one in before}, {one["id"]: one for one in after}
    changes = [_adjusted_otherwise(earlier.get(name, {}), later.get(name, {})) for name in {**later, **earlier}]
    return tuple(one for one in changes if (one.before, one.rules_before) != (one.after, one.rules_after))


def _adjusted_otherwise(before: Mapping[str, object], after: Mapping[str, object]) -> AdjustmentChange:
    told = after or before
    return AdjustmentChange(
        id=str(told["id"]),
        name=str(told["name"]),
        before=_text(before.get("change", "0")),
        after=_text(after.get("change", "0")),
        rules_before=_texts(before.get("rules", [])),
        rules_after=_texts(after.get("rules", [])),
        arithmetic=str(after.get("arithmetic", "")),
    )


def _said(row: Mapping[str, object], key: str) -> object:
    """What is compared of a row: a witnessed figure by its answer, whatever record a later evaluation saw it in."""
    found = row.get(key)
    if key != "figures" or not isinstance(found, list):
        return found
    return [{**each, "place": ""} if each.get("origin") == "witnessed" else each for each in found]


def _change(before: Mapping[str, object], after: Mapping[str, object]) -> RowChange:
    told = after or before
    return RowChange(
        row=str(told["id"]),
        name=str(told["name"]),
        before=_text(before.get("score")),
        after=_text(after.get("score")),
        rules_before=_texts(before.get("rules", [])),
        rules_after=_texts(after.get("rules", [])),
        arithmetic=str(after.get("arithmetic", "")),
        claimed_before=_text(before.get("claimed")),
        claimed_after=_text(after.get("claimed")),
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _texts(value: object) -> tuple[str, ...]:
    return tuple(str(each) for each in value) if isinstance(value, list) else ()
