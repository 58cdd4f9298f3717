"""What names something in a request must be an id: words that were typed in its place would stay in the histories."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from app.errors import RequestRefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import JsonValue

    from models.commands import Deed, Order

# Fields that name something of the book, or hold a day or a number; every other text is a commitment or public.
_FIELDS: Final = frozenset(
    {"act", "actor", "appointee", "contributor", "demand", "division", "finding", "from_day", "inputs", "issued_on"}
    | {"due", "matter", "matters", "opens", "role", "row", "rows", "score", "to", "to_day", "until"}
)
_ID: Final = re.compile(r"-?[A-Za-z0-9][A-Za-z0-9._:/+-]{0,199}")


def require_ids(request: Deed | Order) -> None:
    """Refuse a request that names something by what can be no id. Raises RequestRefusedError `request.no-id`."""
    for field, value in _named(request.model_dump(mode="json"), ""):
        if field in _FIELDS and not _ID.fullmatch(value):
            raise RequestRefusedError("request.no-id", {"field": field, "given": value}, [])


def _named(value: JsonValue, field: str) -> Iterator[tuple[str, str]]:
    """Every text with the name of its field; filed facts are read by what rules defines, and not here."""
    match value:
        case str():
            yield field, value
        case list():
            for each in value:
                yield from _named(each, field)
        case dict():
            for name, each in value.items():
                if name not in {"lists", "announced"}:
                    yield from _named(each, name)
