"""Signed notes (C2SP): text, an empty line, signature lines; and the public keys that verify them."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from audit.verifier import ed25519

if TYPE_CHECKING:
    from collections.abc import Iterable

_KEY: Final = re.compile(r"(?P<name>[^+\s]+)\+(?P<id>[0-9a-f]{8})\+(?P<key>[A-Za-z0-9+/=]{44})")
_ED25519: Final = b"\x01"
_ID: Final = 4


class NoteFaultError(Exception):
    """A note or a key cannot be believed; `reason` is one of form, book, count, time, signature, key."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A bureau's public key under its name; `id` is the beginning of a hash of both."""

    name: str
    id: bytes
    key: bytes

    @property
    def label(self) -> str:
        """Name and id, by which people tell keys apart."""
        return f"{self.name}+{self.id.hex()}"

    @property
    def line(self) -> str:
        """The key as it is handed on: name+id+key."""
        return f"{self.label}+{base64.b64encode(_ED25519 + self.key).decode()}"


@dataclass(frozen=True, slots=True)
class Note:
    """The signed text, and the lines that say who signed it."""

    text: str
    signatures: tuple[str, ...]

    def signers(self, keys: Iterable[PublicKey]) -> frozenset[PublicKey]:
        """Return those of the keys that signed the text."""
        return frozenset(key for key in keys if any(_is_signed(self.text, line, key) for line in self.signatures))


def read_keys(raw: bytes) -> tuple[PublicKey, ...]:
    """Read a key file: a line `name+id+key` for each key, the first one first. Raises NoteFaultError."""
    try:
        lines = raw.decode("utf-8").removesuffix("\n").split("\n")
    except UnicodeDecodeError:
        raise NoteFaultError("key") from None
    return tuple(_key(line) for line in lines)


def read_note(raw: bytes) -> Note:
    """Part a note into text and signatures, none of which is checked yet. Raises NoteFaultError."""
    try:
        text, parted, signatures = raw.decode("utf-8").rpartition("\n\n")
    except UnicodeDecodeError:
        raise NoteFaultError("form") from None
    if not parted or not signatures.endswith("\n"):
        raise NoteFaultError("form")
    return Note(text + "\n", tuple(signatures.removesuffix("\n").split("\n")))


def decoded(text: str) -> bytes:
    """Read base64 of which there is only one spelling. Raises NoteFaultError."""
    try:
        raw = base64.b64decode(text, validate=True)
    except ValueError:
        raise NoteFaultError("form") from None
    # The last letter has bits that decode to nothing: only one of its spellings is the right one.
    if base64.b64encode(raw).decode() != text:
        raise NoteFaultError("form")
    return raw


def _key(line: str) -> PublicKey:
    match = _KEY.fullmatch(line)
    if match is None:
        raise NoteFaultError("key")
    name, raw = match["name"], decoded(match["key"])
    id_ = sha256(name.encode() + b"\n" + raw).digest()[:_ID]
    if raw[:1] != _ED25519 or id_.hex() != match["id"]:
        raise NoteFaultError("key")
    return PublicKey(name, id_, raw[1:])


def _is_signed(text: str, line: str, key: PublicKey) -> bool:
    # Other people may sign the same note: a line of another key says nothing to us.
    if not line.startswith(f"— {key.name} "):
        return False
    try:
        raw = decoded(line.rpartition(" ")[2])
    except NoteFaultError:
        return False
    return raw[:_ID] == key.id and ed25519.is_valid(key.key, text.encode(), raw[_ID:])
