"""What a department's own records of a phase hold, entry by entry, each with the record that brought it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pydantic import JsonValue

from audit.facts_of import amended
from audit.filings import filings_of, prepared_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlmodel import Session

_KEYS: Final = {"tasks": "id", "indicators": "id", "facts": "input", "results": "indicator", "claims": "row"}


@dataclass(frozen=True, slots=True)
class Known:
    """One entry of a list as it was filed or prepared last, and the sequence of that record."""

    words: dict[str, JsonValue]
    sequence: int


@dataclass(frozen=True, slots=True)
class Brought:
    """What one record brought: whole lists, or an amendment of those before; and its reasons for doubts."""

    sequence: int
    document: dict[str, JsonValue]
    prepared: bool

    @property
    def amends(self) -> bool:
        """Whether it replaces only what it names."""
        return self.document["kind"] == "amendment"


def known_of(session: Session, book: str, department: str, phase: str) -> dict[str, dict[str, Known]]:
    """By list and by the name of an entry: what stands filed, or is prepared to be filed since then."""
    known: dict[str, dict[str, Known]] = {name: {} for name in _KEYS}
    for one in brought(session, book, department, phase):
        for name in _KEYS:
            earlier = known[name] if one.amends else {}
            known[name] = {**earlier, **dict(_entries(one, name))}
    return known


def brought(session: Session, book: str, department: str, phase: str) -> list[Brought]:
    """Every filing that stands, the first one first, and after them what was prepared since the last one."""
    filings = filings_of(session, book, department, phase)
    found = [Brought(one.sequence, json.loads(one.document), prepared=False) for one in filings]
    draft = prepared_of(session, book, department, phase)
    if draft is not None and (not found or draft.sequence > found[-1].sequence):
        found.append(Brought(draft.sequence, json.loads(draft.document), prepared=True))
    return found


def lists_brought(records: list[Brought]) -> dict[str, list[JsonValue]]:
    """The lists of the last whole one of these records, with the amendments after it."""
    lists: dict[str, list[JsonValue]] = {}
    for one in records:
        held = one.document["lists"]
        named = held if isinstance(held, dict) else {}
        whole = {name: entries for name, entries in named.items() if isinstance(entries, list)}
        lists = amended(lists, named) if one.amends else whole
    return lists


def _entries(one: Brought, name: str) -> Iterator[tuple[str, Known]]:
    lists = one.document["lists"]
    entries = lists.get(name, []) if isinstance(lists, dict) else []
    for entry in entries if isinstance(entries, list) else []:
        if isinstance(entry, dict):
            yield str(entry[_KEYS[name]]), Known(entry, one.sequence)
