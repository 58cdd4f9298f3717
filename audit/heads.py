"""Signed heads (签名账头): what a book was at a moment, kept outside the database so that a cut tail is found.

The text is a signed note as witnesses of transparency logs read it: lines, an empty line, signature lines.
The signing key is the bureau's own; it is made on first use and never leaves its folder.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from audit.durable import write_durably
from audit.errors import AuditError
from models.book import BookId

if TYPE_CHECKING:
    from models.ledger import Head

ORIGIN = "jixiao.head/1/"
_ED25519 = b"\x01"

# Two departments may end a phase at once, and a bureau has one key.
_MAKING_A_KEY = Lock()


@dataclass(frozen=True, slots=True)
class HeadSigner:
    """Signs heads for any bureau: public halves and notes go to `heads`, private halves stay in `keys`.

    Raises AuditError `heads.key-missing` or `heads.key-damaged` rather than to sign with another key than before.
    """

    heads: Path
    keys: Path

    def sign(self, head: Head) -> Path:
        """Write the note of this head (once; the same head gives the same bytes) and return its path."""
        bureau = BookId.parse(head.book).bureau
        key = self._key(bureau)
        folder = self.heads / head.book.replace("/", "~")
        path = folder / f"{head.sequence:010d}.head"
        if not path.exists():
            folder.mkdir(parents=True, exist_ok=True)
            write_durably(path, signed_note(head, bureau, key).encode())
        return path

    def _key(self, bureau: str) -> Ed25519PrivateKey:
        path = self.keys / f"{bureau}.ed25519"
        with _MAKING_A_KEY:
            if path.exists():
                return _read_key(path)
            self._refuse_second_key(path, bureau)
            return self._new_key(path, bureau)

    def _refuse_second_key(self, path: Path, bureau: str) -> None:
        """A new key beside heads that another one signed would make all of them look forged."""
        signed = next(self.heads.glob(f"{bureau}~*/*.head"), None)
        if signed is not None:
            raise AuditError("heads.key-missing", key=str(path), signed=str(signed))

    def _new_key(self, path: Path, bureau: str) -> Ed25519PrivateKey:
        key = Ed25519PrivateKey.generate()
        self.keys.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.heads.mkdir(parents=True, exist_ok=True)
        # The public half first: a crash between the two leaves no key that signs without it.
        write_durably(self.heads / f"{bureau}.pub", (public_line(bureau, key) + "\n").encode())
        write_durably(path, key.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption()), mode=0o600)
        return key


def _read_key(path: Path) -> Ed25519PrivateKey:
    try:
        return Ed25519PrivateKey.from_private_bytes(path.read_bytes())
    except ValueError as error:
        raise AuditError("heads.key-damaged", key=str(path)) from error


def note_text(head: Head) -> str:
    """The text under the signature: book, count, hash, time."""
    root = base64.b64encode(bytes.fromhex(head.hash)).decode()
    return f"{ORIGIN}{head.book}\n{head.sequence}\n{root}\nrecorded-at {head.recorded_at}\n"


def signed_note(head: Head, name: str, key: Ed25519PrivateKey) -> str:
    """The whole note: text, empty line, signature line."""
    text = note_text(head)
    signature = base64.b64encode(_key_id(name, key) + key.sign(text.encode())).decode()
    return f"{text}\n— {name} {signature}\n"


def public_line(name: str, key: Ed25519PrivateKey) -> str:
    """The public key in the form that verifiers of signed notes take: name+id+key."""
    encoded = base64.b64encode(_ED25519 + _public(key)).decode()
    return f"{name}+{_key_id(name, key).hex()}+{encoded}"


def _key_id(name: str, key: Ed25519PrivateKey) -> bytes:
    return sha256(name.encode() + b"\n" + _ED25519 + _public(key)).digest()[:4]


def _public(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
