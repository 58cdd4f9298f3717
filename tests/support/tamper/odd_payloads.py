"""Payloads by which somebody wants the reader to stumble: one part of a sound one replaced or taken out."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

from tests.audit.verifier.plain_ledger import canonical

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

    from tests.audit.verifier.plain_ledger import Row

ODD: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    2**53 - 1,
    "",
    "0",
    "-0",
    "9" * 400,
    "1e999999999",
    "NaN",
    "０.５",
    "1/0",
    "2024-02-30",
    "9999-12-31T23:59:59.999999Z",
    "0001-01-01T00:00:00.000000Z",
    "\n\x1b[8m\u202e",
    [],
    {},
    [[]],
    [None],
    {"": ""},
)


def odd(row: Row, dice: random.Random) -> tuple[str, Row]:
    """What was done to the record's payload, and the record with it; its hash is not made anew."""
    payload = copy.deepcopy(json.loads(row["payload"]))
    place, holder, key = dice.choice(list(_places(payload)))
    value = dice.choice((*ODD, "gone", "rubric"))
    if value == "gone":
        del holder[key]
    elif value == "rubric" and isinstance(holder[key], str) and holder[key].startswith("{"):
        # The rubric's own canonical text, with one part of it odd.
        inner = json.loads(holder[key])
        _, deeper, name = dice.choice(list(_places(inner)))
        deeper[name] = dice.choice(ODD)
        holder[key] = canonical(inner).decode()
    else:
        holder[key] = value
    return f"{row['sequence']} {row['kind']} {place} {str(value)[:20]!r}", {**row, "payload": canonical(payload)}


def _places(value: object, path: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Every part of a tree: its path, what holds it, and under which key."""
    parts = (
        list(value.items()) if isinstance(value, dict) else list(enumerate(value)) if isinstance(value, list) else []
    )
    for key, part in parts:
        yield f"{path}/{key}", value, key
        yield from _places(part, f"{path}/{key}")
