"""What opens a book, and whom its opening record itself appoints."""

from __future__ import annotations

from pydantic import JsonValue

from models.values import Frozen


class Officer(Frozen):
    """A person whom the opening record itself appoints."""

    actor: str
    role: str


class OpenBook(Frozen):
    """What opens a book: who it belongs to, its shift of time (seconds; zero outside rehearsals), its calendar."""

    book: str
    name: str
    shift_seconds: int
    calendar: dict[str, JsonValue]
    officers: tuple[Officer, ...]
    opened_on: str
