"""A new signing key in the old one's place (换钥): the old one names the new one, and both sign the same heads once.

Every step may be taken again after a crash: the key that was made waits in a file until it has taken over.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit.durable import write_durably
from audit.heads import HeadSigner, checkpoint_text
from audit.note import public_line, signature_line, signed_note
from audit.signing_keys import make_key, read_key

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from models.ledger import Head


@dataclass(frozen=True, slots=True)
class KeyRotation:
    """The change of one bureau's key."""

    signer: HeadSigner
    bureau: str

    def lines(self) -> tuple[str, str]:
        """The public lines of the old and the new key; the new one is made if none is waiting."""
        waiting = self._waiting()
        new = read_key(waiting) if waiting.exists() else make_key(waiting)
        return public_line(self.bureau, self.signer.key(self.bureau)), public_line(self.bureau, new)

    def hand_over(self, heads: Iterable[Head]) -> None:
        """Let the old key name the new one, let both sign these heads of the bureau's books, put the new one in force.

        The note leads who kept the old key to the new one; the heads vouch for the old one's to who keeps the new one.
        """
        _, new = self.lines()
        name_successor(self.signer.heads, self.bureau, self.signer.key(self.bureau), new)
        public = self.signer.public_path(self.bureau)
        known = public.read_text(encoding="utf-8").splitlines()
        if new not in known:
            write_durably(public, "".join(f"{line}\n" for line in (*known, new)).encode())
        for head in heads:
            self._sign_with_both(head)
        self._waiting().rename(self.signer.keys / f"{self.bureau}.ed25519")

    def _sign_with_both(self, head: Head) -> None:
        text, new = checkpoint_text(head), read_key(self._waiting())
        path = self.signer.sign(head)
        line = signature_line(text, self.bureau, new)
        note = path.read_text(encoding="utf-8")
        # Only what this head says is signed: a file that says something else is left for the verifier to name.
        if note.startswith(f"{text}\n") and line not in note:
            write_durably(path, f"{note}{line}".encode())

    def _waiting(self) -> Path:
        return self.signer.keys / f"{self.bureau}.next.ed25519"


def name_successor(heads: Path, bureau: str, old: Ed25519PrivateKey, new: str) -> None:
    """Write the note in which the old key names the public line of the one that comes after it."""
    text = f"jixiao.key-handover/1\nfrom {public_line(bureau, old)}\nto {new}\n"
    _, id_, _ = new.split("+", 2)
    write_durably(heads / f"{bureau}.{id_}.handover", signed_note(text, bureau, [old]).encode())
