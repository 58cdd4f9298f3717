"""A change of key (换钥交接): the old key signs which key comes after it.

`heads/BUREAU.ID.handover` is a signed note: `jixiao.key-handover/1`, `from KEY`, `to KEY`, the keys as in a key file;
ID is the new key's.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from audit.verifier.note import NoteFaultError, PublicKey, read_keys, read_note

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_TEXT: Final = re.compile(r"jixiao\.key-handover/1\nfrom (?P<old>[^\n]+)\nto (?P<new>[^\n]+)\n")
_ENDING: Final = ".handover"


class Handover(NamedTuple):
    """The old key named the new one: whoever trusts the old one may trust the new one."""

    old: PublicKey
    new: PublicKey


def read_handover(raw: bytes) -> Handover:
    """Read a note that the old key signed. Raises NoteFaultError `form`, `key` or `signature`."""
    note = read_note(raw)
    match = _TEXT.fullmatch(note.text)
    if match is None:
        raise NoteFaultError("form")
    (old,), (new,) = read_keys(match["old"].encode()), read_keys(match["new"].encode())
    if not note.signers([old]):
        raise NoteFaultError("signature")
    return Handover(old, new)


def handover_files(folder: Path, bureau: str) -> list[Path]:
    """The notes about a bureau's keys in the folder of heads, sorted."""
    if not folder.is_dir():
        return []
    return sorted(
        path for path in folder.iterdir() if path.name.startswith(f"{bureau}.") and path.name.endswith(_ENDING)
    )


def followed(trusted: frozenset[PublicKey], handed: Iterable[Handover]) -> frozenset[PublicKey]:
    """Return these keys and all that they handed over to, one after the other."""
    changes = list(handed)
    while new := frozenset(change.new for change in changes if change.old in trusted) - trusted:
        trusted |= new
    return trusted
