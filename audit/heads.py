"""Signed heads (签名链头): what a book was at a moment, kept outside the database so that a cut tail is found.

A head is a checkpoint as witnesses of transparency logs read it: origin, size, root of the tree, extension lines;
signed as a note. The signing key is the bureau's own; it is made on first use and never leaves its folder.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from audit.durable import make_folder_durably, write_durably
from audit.errors import AuditError
from audit.merkle import Frontier
from audit.note import public_line, signed_note
from audit.signing_keys import keep_key, read_key
from models.book import BookId

if TYPE_CHECKING:
    from models.ledger import Head

ORIGIN: Final = "jixiao.checkpoint/1/"

# Two departments may end a phase at once, and a bureau has one key.
_MAKING_A_KEY: Final = Lock()

# Folders whose own names this process has seen on the disk.
_ON_THE_DISK: Final[set[Path]] = set()


@dataclass(frozen=True, slots=True)
class HeadSigner:
    """Signs heads for any bureau: public halves and notes go to `heads`, private halves stay in `keys`.

    Raises AuditError `heads.key-missing` or `heads.key-damaged` rather than to sign with another key than before.
    """

    heads: Path
    keys: Path

    def sign(self, head: Head) -> Path:
        """Write the checkpoint of this head (once; the same head gives the same bytes) and return its path.

        Raises AuditError `ledger.bad-frontier` if the head's peaks are not those of its size.
        """
        bureau = BookId.parse(head.book).bureau
        key = self.key(bureau)
        path = self.folder(head.book) / f"{head.sequence:010d}.head"
        if not path.exists():
            _make_once(path.parent)
            write_durably(path, signed_note(checkpoint_text(head), bureau, [key]).encode())
        return path

    def newest(self, book: str) -> tuple[int, str] | None:
        """Size and note of the book's newest checkpoint, or None if there is none yet."""
        paths = self.checkpoints(book)
        return (max(paths), paths[max(paths)].read_text(encoding="utf-8")) if paths else None

    def checkpoints(self, book: str) -> dict[int, Path]:
        """The files of a book's checkpoints by size."""
        return {int(path.stem): path for path in self.folder(book).glob("[0-9]*.head")}

    def folder(self, book: str) -> Path:
        """Where the checkpoints of a book lie."""
        return self.heads / book.replace("/", "~")

    def public_path(self, bureau: str) -> Path:
        """Where the bureau's public key lies."""
        return self.heads / f"{bureau}.pub"

    def key(self, bureau: str) -> Ed25519PrivateKey:
        """The bureau's signing key; it is made if there is none."""
        path = self.keys / f"{bureau}.ed25519"
        with _MAKING_A_KEY:
            if path.exists():
                return read_key(path)
            self._refuse_second_key(path, bureau)
            return self._new_key(path, bureau)

    def _refuse_second_key(self, path: Path, bureau: str) -> None:
        """A new key beside heads that another one signed would make all of them look forged."""
        signed = next(self.heads.glob(f"{bureau}~*/*.head"), None)
        if signed is not None:
            raise AuditError("heads.key-missing", key=str(path), signed=str(signed))

    def _new_key(self, path: Path, bureau: str) -> Ed25519PrivateKey:
        key = Ed25519PrivateKey.generate()
        make_folder_durably(self.heads)
        # The public half first: a crash between the two leaves no key that signs without it.
        write_durably(self.public_path(bureau), (public_line(bureau, key) + "\n").encode())
        keep_key(path, key)
        return key


def _make_once(folder: Path) -> None:
    """Make a folder durably, unless this process has done it and nobody took it away since."""
    if folder not in _ON_THE_DISK or not folder.exists():
        make_folder_durably(folder)
        _ON_THE_DISK.add(folder)


def checkpoint_text(head: Head) -> str:
    """The text under the signature: origin with the book, size, root of the tree; last hash of the chain, time."""
    root = base64.b64encode(Frontier.parse(head.sequence, head.peaks).root()).decode()
    return f"{ORIGIN}{head.book}\n{head.sequence}\n{root}\nchain {head.hash}\nrecorded-at {head.recorded_at}\n"
