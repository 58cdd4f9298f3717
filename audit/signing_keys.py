"""Private signing keys as files: made once, read by their owner only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from audit.durable import make_folder_durably, write_durably
from audit.errors import AuditError

if TYPE_CHECKING:
    from pathlib import Path


def read_key(path: Path) -> Ed25519PrivateKey:
    """Read the key in a file. Raises AuditError `heads.key-damaged`."""
    try:
        return Ed25519PrivateKey.from_private_bytes(path.read_bytes())
    except ValueError as error:
        raise AuditError("heads.key-damaged", key=str(path)) from error


def make_key(path: Path) -> Ed25519PrivateKey:
    """Make a key and keep it."""
    key = Ed25519PrivateKey.generate()
    keep_key(path, key)
    return key


def keep_key(path: Path, key: Ed25519PrivateKey) -> None:
    """Write a key whole; its folder too, if there is none."""
    make_folder_durably(path.parent, mode=0o700)
    write_durably(path, key.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption()), mode=0o600)
