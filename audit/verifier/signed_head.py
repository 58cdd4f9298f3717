"""Signed heads (签名账头): what somebody vouched for outside the database, as C2SP signed notes."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from audit.verifier import ed25519
from audit.verifier.moments import is_moment

if TYPE_CHECKING:
    from pathlib import Path

_TEXT: Final = re.compile(
    r"jixiao\.head/1/(?P<book>[^\n]+)\n(?P<count>0|[1-9][0-9]{0,17})\n(?P<hash>[A-Za-z0-9+/=]{44})\n"
    r"recorded-at (?P<time>[^\n]+)\n"
)
_KEY: Final = re.compile(r"(?P<name>[^+\s]+)\+(?P<id>[0-9a-f]{8})\+(?P<key>[A-Za-z0-9+/=]{44})\n?")
_ED25519: Final = b"\x01"
_ID: Final = 4


class HeadFaultError(Exception):
    """A head or a key cannot be believed; `reason` is one of form, book, count, time, signature, key."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A bureau's public key under its name; `id` is the beginning of a hash of both."""

    name: str
    id: bytes
    key: bytes


@dataclass(frozen=True, slots=True)
class SignedHead:
    """A book had `count` records and the last one's hash was `hash` (hex)."""

    count: int
    hash: str


def read_key(path: Path) -> PublicKey:
    """Read a key file, one line `name+id+key`. Raises HeadFaultError, and OSError if there is no such file."""
    match = _KEY.fullmatch(path.read_bytes().decode("utf-8", "replace"))
    if match is None:
        raise HeadFaultError("key")
    name, raw = match["name"], _decoded(match["key"])
    id_ = sha256(name.encode() + b"\n" + raw).digest()[:_ID]
    if raw[:1] != _ED25519 or id_.hex() != match["id"]:
        raise HeadFaultError("key")
    return PublicKey(name, id_, raw[1:])


def read_head(path: Path, book: str, key: PublicKey) -> SignedHead:
    """Read the head of a book whose count is the file's name, and check its signature. Raises HeadFaultError."""
    try:
        text, signatures = _parted(path.read_bytes().decode("utf-8"))
    except (OSError, UnicodeDecodeError):
        raise HeadFaultError("form") from None
    match = _TEXT.fullmatch(text)
    if match is None:
        raise HeadFaultError("form")
    if match["book"] != book:
        raise HeadFaultError("book")
    if path.stem != f"{int(match['count']):010d}":
        raise HeadFaultError("count")
    if not is_moment(match["time"]):
        raise HeadFaultError("time")
    if not any(_is_signed(text, line, key) for line in signatures):
        raise HeadFaultError("signature")
    return SignedHead(int(match["count"]), _decoded(match["hash"]).hex())


def _parted(note: str) -> tuple[str, list[str]]:
    text, parted, signatures = note.rpartition("\n\n")
    if not parted or not signatures.endswith("\n"):
        raise HeadFaultError("form")
    return text + "\n", signatures.removesuffix("\n").split("\n")


def _is_signed(text: str, line: str, key: PublicKey) -> bool:
    # Other people may sign the same note: a line of another key says nothing to us.
    if not line.startswith(f"— {key.name} "):
        return False
    try:
        raw = _decoded(line.rpartition(" ")[2])
    except HeadFaultError:
        return False
    return raw[:_ID] == key.id and ed25519.is_valid(key.key, text.encode(), raw[_ID:])


def _decoded(text: str) -> bytes:
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise HeadFaultError("form") from None
    # The last letter has bits that decode to nothing: only one of its spellings is the right one.
    if base64.b64encode(raw).decode() != text:
        raise HeadFaultError("form")
    return raw
