"""The signed heads of a book that lie in the data folder, and what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from audit.verifier.checkpoint import Checkpoint, read_checkpoint
from audit.verifier.note import NoteFaultError, PublicKey, read_keys, read_note
from audit.verifier.report import Damage

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Heads:
    """The believable heads of a book by their count, the damages of the others, and the keys that were believed.

    `held` are checkpoints of any books that the reader brought along.
    """

    by_count: dict[int, Checkpoint]
    damages: tuple[Damage, ...]
    keys: tuple[str, ...] = ()
    held: tuple[Checkpoint, ...] = ()

    @property
    def sizes(self) -> frozenset[int]:
        """The sizes for which a file is there, also where it is forged: that is another damage."""
        return frozenset({*self.by_count, *(each.sequence for each in self.damages if each.sequence is not None)})


def books_with_heads(data: Path) -> tuple[str, ...]:
    """Return the books for which the folder of heads holds a folder, sorted."""
    folder = data / "heads"
    if not folder.is_dir():
        return ()
    return tuple(sorted(path.name.replace("~", "/") for path in folder.iterdir() if path.is_dir()))


def read_heads(data: Path, book: str, keys: Path | None) -> Heads:
    """Read every signed head of a book.

    The keys come from `keys` (a file, or a folder of `<bureau>.pub`), else from the data folder itself, where whoever
    can forge a head may forge the key too. A key that was brought along hands over to another one by signing the same
    head together with it.
    """
    paths = sorted((data / "heads" / _flat(book)).glob("*.head"))
    if not paths:
        return no_heads(book)
    source = _key_path(data, book, keys)
    try:
        trusted = read_keys(source.read_bytes())
        known = trusted if keys is None else {*trusted, *_own_keys(data, book)}
    except OSError:
        return Heads({}, (Damage("head-missing", book, None, _named(source, data), {"what": "key"}),))
    except NoteFaultError as fault:
        return Heads({}, (Damage("head-forged", book, None, _named(source, data), {"reason": fault.reason}),))
    return _believable([_read(path, data, book, known) for path in paths], frozenset(trusted), book)


def no_heads(book: str) -> Heads:
    """Return what a book has for which nobody ever signed: nothing, and that is a damage."""
    return Heads({}, (Damage("head-missing", book, None, f"heads/{_flat(book)}", {"what": "heads"}),))


class _HeadFile(NamedTuple):
    """One file: the head that it holds and who signed it, or what is wrong with it."""

    subject: str
    number: int | None
    head: Checkpoint | None
    signers: frozenset[PublicKey]
    reason: str


def _read(path: Path, data: Path, book: str, known: Iterable[PublicKey]) -> _HeadFile:
    subject = _named(path, data)
    number = int(path.stem) if path.stem.isascii() and path.stem.isdigit() else None
    try:
        note = read_note(path.read_bytes())
        head = read_checkpoint(note.text)
    except OSError:
        return _HeadFile(subject, number, None, frozenset(), "form")
    except NoteFaultError as fault:
        return _HeadFile(subject, number, None, frozenset(), fault.reason)
    if head.book != book:
        return _HeadFile(subject, number, None, frozenset(), "book")
    if path.stem != f"{head.size:010d}":
        return _HeadFile(subject, number, None, frozenset(), "count")
    return _HeadFile(subject, number, head, note.signers(known), "signature")


def _believable(files: list[_HeadFile], trusted: frozenset[PublicKey], book: str) -> Heads:
    while handed := [file.signers for file in files if file.signers & trusted and file.signers - trusted]:
        trusted = trusted.union(*handed)
    good = {file.head.size: file.head for file in files if file.head is not None and file.signers & trusted}
    bad = [file for file in files if file.head is None or not file.signers & trusted]
    damages = (Damage("head-forged", book, file.number, file.subject, {"reason": file.reason}) for file in bad)
    return Heads(good, tuple(damages), tuple(sorted(key.line for key in trusted)))


def _own_keys(data: Path, book: str) -> tuple[PublicKey, ...]:
    path = _key_path(data, book, None)
    return read_keys(path.read_bytes()) if path.exists() else ()


def _key_path(data: Path, book: str, keys: Path | None) -> Path:
    if keys is not None and keys.is_file():
        return keys
    bureau = "/".join(book.split("/")[:-2])
    return (keys or data / "heads") / f"{_flat(bureau)}.pub"


def _flat(name: str) -> str:
    return name.replace("/", "~")


def _named(path: Path, data: Path) -> str:
    return path.relative_to(data).as_posix() if path.is_relative_to(data) else str(path)
