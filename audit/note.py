"""Signed notes (C2SP): lines of text, an empty line, signature lines; and the public keys that verify them."""

from __future__ import annotations

import base64
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_ED25519: Final = b"\x01"


def signed_note(text: str, name: str, keys: Iterable[Ed25519PrivateKey]) -> str:
    """The whole note: the text, an empty line, a signature line of each key."""
    return f"{text}\n" + "".join(signature_line(text, name, key) for key in keys)


def public_line(name: str, key: Ed25519PrivateKey) -> str:
    """The public key in the form that verifiers of signed notes take: name+id+key."""
    encoded = base64.b64encode(_ED25519 + _public(key)).decode()
    return f"{name}+{_key_id(name, key).hex()}+{encoded}"


def signature_line(text: str, name: str, key: Ed25519PrivateKey) -> str:
    """One key's signature of the text; a note may carry several."""
    signature = base64.b64encode(_key_id(name, key) + key.sign(text.encode())).decode()
    return f"— {name} {signature}\n"


def _key_id(name: str, key: Ed25519PrivateKey) -> bytes:
    return sha256(name.encode() + b"\n" + _ED25519 + _public(key)).digest()[:4]


def _public(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
