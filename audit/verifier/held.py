"""Checkpoints that the reader brought along (自存链头): a book must contain what they say, whoever signed it since."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from audit.verifier.checkpoint import Checkpoint, read_checkpoint
from audit.verifier.errors import VerifierError
from audit.verifier.note import NoteFaultError, read_note

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from pathlib import Path


class Vouched(NamedTuple):
    """A checkpoint, and who vouches for it: "signed", a signature in the folder; "held", the reader who kept it."""

    head: Checkpoint
    subject: str


def read_held(paths: Iterable[Path]) -> tuple[Checkpoint, ...]:
    """Read checkpoint files, and folders of them. Their signatures are not asked for: the reader kept them.

    Raises VerifierError `verify.bad-checkpoint` for a file that is none, or a folder without any.
    """
    return tuple(_read(file) for path in paths for file in _files(path))


def require_concerned(held: Collection[Checkpoint], books: Collection[str]) -> None:
    """Refuse heads of which none is of one of these books: nothing would be compared with any.

    Raises VerifierError `verify.other-checkpoints`.
    """
    found = sorted({head.book for head in held})
    if found and not set(found) & set(books):
        raise VerifierError("verify.other-checkpoints", books=", ".join(books), found=", ".join(found))


def vouched(signed: Iterable[Checkpoint], held: Iterable[Checkpoint], book: str) -> dict[int, Sequence[Vouched]]:
    """Put together what is vouched for about a book, by its size."""
    found: dict[int, list[Vouched]] = {}
    for head in signed:
        found.setdefault(head.size, []).append(Vouched(head, "signed"))
    for head in held:
        if head.book == book:
            found.setdefault(head.size, []).append(Vouched(head, "held"))
    return {**found}


def _files(path: Path) -> list[Path]:
    found = sorted(path.rglob("*.head")) if path.is_dir() else [path]
    if not found:
        raise VerifierError("verify.bad-checkpoint", path=str(path), reason="*.head")
    return found


def _read(path: Path) -> Checkpoint:
    try:
        return read_checkpoint(read_note(path.read_bytes()).text)
    except OSError as error:
        raise VerifierError("verify.bad-checkpoint", path=str(path), reason=error.strerror or str(error)) from None
    except NoteFaultError as fault:
        raise VerifierError("verify.bad-checkpoint", path=str(path), reason=fault.reason) from None
