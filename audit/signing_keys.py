"""Private signing keys as files: made once, read by their owner only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from audit.durable import write_durably

if TYPE_CHECKING:
    from pathlib import Path


def read_key(path: Path) -> Ed25519PrivateKey:
    """Read the key in a file."""
    return Ed25519PrivateKey.from_private_bytes(path.read_bytes())


def make_key(path: Path) -> Ed25519PrivateKey:
    """Make a key and write it whole; its folder too, if there is none."""
    key = Ed25519PrivateKey.generate()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_durably(path, key.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption()), mode=0o600)
    return key
