"""Parts of a payload by their type: what is not of its kind's form is told, never guessed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from audit.verifier.canonical import Json


class ShapeError(ValueError):
    """A payload does not have the part that its kind of record has; the text is the part's name."""


def mapping(value: Json, name: str) -> dict[str, Json]:
    """Return the map under a name. Raises ShapeError."""
    found = value.get(name) if isinstance(value, dict) else None
    if not isinstance(found, dict):
        raise ShapeError(name)
    return found


def text(value: Json, name: str) -> str:
    """Return the text under a name. Raises ShapeError."""
    found = value.get(name) if isinstance(value, dict) else None
    if not isinstance(found, str):
        raise ShapeError(name)
    return found


def number(value: Json, name: str) -> int:
    """Return the integer under a name. Raises ShapeError."""
    found = value.get(name) if isinstance(value, dict) else None
    if not isinstance(found, int) or isinstance(found, bool):
        raise ShapeError(name)
    return found


def rows(value: Json, name: str) -> list[dict[str, Json]]:
    """Return the list of maps under a name; none if there is no such list. Raises ShapeError."""
    found = value.get(name, []) if isinstance(value, dict) else None
    if not isinstance(found, list):
        raise ShapeError(name)
    return [_map(each, name) for each in found]


def _map(value: Json, name: str) -> dict[str, Json]:
    if not isinstance(value, dict):
        raise ShapeError(name)
    return value
