"""The targets in force: what was filed whole, with every approved adjustment in the place of what it replaces."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from models.lookups import rows_with
from models.target_tables import TargetAdjustment

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import JsonValue
    from sqlmodel import Session

APPROVED: Final = "approved"


def adjustments_of(session: Session, book: str, department: str) -> list[TargetAdjustment]:
    """Every adjustment that was filed, whatever became of it, the first one first."""
    return rows_with(session, TargetAdjustment, "sequence", book=book, department=department)


def in_force(
    session: Session, book: str, department: str, filed: dict[str, list[JsonValue]]
) -> dict[str, list[JsonValue]]:
    """The filed lists under all approved adjustments; the next one is filed only when this one is answered."""
    lists = filed
    for one in adjustments_of(session, book, department):
        if one.state == APPROVED:
            lists = adjusted(lists, json.loads(one.document)["lists"])
    return lists


def adjusted(lists: dict[str, list[JsonValue]], changes: Mapping[str, JsonValue]) -> dict[str, list[JsonValue]]:
    """The lists with each indicator of the change in the place of the one with its id; no other place moves."""
    new = changes.get("indicators")
    named = {_id(entry): entry for entry in new} if isinstance(new, list) else {}
    return {**lists, "indicators": [named.get(_id(entry), entry) for entry in lists.get("indicators", [])]}


def _id(entry: JsonValue) -> JsonValue:
    return entry.get("id") if isinstance(entry, dict) else None
