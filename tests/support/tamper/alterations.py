"""Every way to alter one column of one record: each column, each kind of record, each class of place in the value."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from tests.audit.verifier.plain_ledger import COLUMNS
from tests.support.tamper.copies import Case, Copy, Found

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# Where these are stored as another type, the record is not found in its place any more.
_PLACING: Final = frozenset({"book", "sequence", "previous", "hash"})
_NUMBERS: Final = frozenset({"sequence", "schema_version", "epoch"})


def alterations(copy: Copy) -> Iterator[Case]:
    """Every alteration of the first record of each kind, and of the last record."""
    places = {str(row["kind"]): int(row["sequence"]) for row in reversed(copy.rows)}
    places["the last"] = len(copy.rows)
    for kind, sequence in places.items():
        for column in COLUMNS:
            for name, value in _altered(column, copy.row(sequence)[column]):
                first = _named(column, name, value, sequence)
                yield Case(f"{kind}: {column}, {name}", _setting(sequence, column, value), first, first)


def _setting(sequence: int, column: str, value: object) -> Callable[[Copy], Copy]:
    return lambda copy: copy.with_row(sequence, **{column: value})


def _named(column: str, name: str, value: object, sequence: int) -> Found:
    if name == "the same bytes as another type" and column not in _PLACING:
        return Found("malformed", sequence)
    moved = column == "sequence" and isinstance(value, int) and value > 0
    return Found("reordered" if moved else "altered", sequence)


def _altered(column: str, value: object) -> Iterator[tuple[str, object]]:
    if value is None:
        yield from {"nothing becomes empty": "", "nothing becomes text": "x"}.items()
    elif isinstance(value, int):
        yield from _numbers(value)
    elif column == "payload":
        assert isinstance(value, bytes)
        yield from _payloads(value)
    else:
        yield from _texts(str(value))
    if value is not None:
        yield "gone", None
        raw = value if isinstance(value, bytes) else str(value).encode()
        yield "the same bytes as another type", raw.decode() if isinstance(value, bytes) else raw


def _numbers(value: int) -> Iterator[tuple[str, object]]:
    yield from {"one more": value + 1, "a digit before": int(f"1{value}"), "a digit after": value * 10 + 1}.items()
    yield from {"less than nothing": -value, "no number": "x"}.items()


def _texts(text: str) -> Iterator[tuple[str, object]]:
    for name, at in {"first": 0, "middle": len(text) // 2, "last": len(text) - 1}.items():
        yield f"{name} byte", f"{text[:at]}{_other(text[at])}{text[at + 1 :]}"
    yield from {"shorter": text[:-1], "longer": f"{text} ", "empty": ""}.items()


def _payloads(raw: bytes) -> Iterator[tuple[str, object]]:
    text = raw.decode()
    for name, at in {"first": 0, "middle": len(raw) // 2, "last": len(raw) - 1}.items():
        yield f"{name} byte", raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :]
    yield from {"shorter": raw[:-1], "longer": raw + b"\n", "empty": b"", "white space inside": b"{ " + raw[1:]}.items()
    if text != "{}":
        key = text.index('"') + 1
        yield "inside a key", f"{text[:key]}{_other(text[key])}{text[key + 1 :]}".encode()
        yield "another order of keys", _reversed(text)
    string = text.find(':"') + 2
    if string > 1:
        yield "inside a string", f"{text[:string]}{_other(text[string])}{text[string + 1 :]}".encode()
    number = next((at for at, sign in enumerate(text) if sign.isdigit() and text[at - 1] == ":"), None)
    if number is not None:
        yield "inside a number", f"{text[:number]}{_other(text[number])}{text[number + 1 :]}".encode()


def _reversed(text: str) -> bytes:
    members = dict(reversed(json.loads(text).items()))
    swapped = json.dumps(members, separators=(",", ":"), ensure_ascii=False).encode()
    return swapped if swapped != text.encode() else b'{"":0,' + swapped[1:]


def _other(sign: str) -> str:
    """A sign that differs in its last bit and needs no escape."""
    other = chr(ord(sign) ^ 1)
    return other if other not in '"\\' and ord(other) >= ord(" ") else "~"
