"""The signed heads of a book that lie in the data folder, and what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from audit.verifier.checkpoint import Checkpoint, read_checkpoint
from audit.verifier.errors import VerifierError
from audit.verifier.handover import Handover, followed, handover_files, read_handover
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
    can forge a head may forge the key too. A key that was brought along is followed to the one that it named as its
    successor; a key before it is believed as far as its own newest head reaches. Raises VerifierError
    `verify.bad-keys` for a file that was brought along and is no key file.
    """
    paths = sorted((data / "heads" / _flat(book)).glob("*.head"))
    if not paths:
        return no_heads(book)
    source = _key_path(data, book, keys)
    handed, damages = _handovers(data, book)
    try:
        trusted = read_keys(source.read_bytes())
        known = {*trusted, *(change.new for change in handed), *(() if keys is None else _own_keys(data, book))}
    except OSError as error:
        if keys is not None and not keys.is_dir():
            raise VerifierError("verify.bad-keys", path=str(keys), reason=error.strerror or str(error)) from None
        return Heads({}, (Damage("head-missing", book, None, _named(source, data), {"what": "key"}),))
    except NoteFaultError as fault:
        if keys is not None:
            raise VerifierError("verify.bad-keys", path=str(source), reason=fault.reason) from None
        return Heads({}, (Damage("head-forged", book, None, _named(source, data), {"reason": fault.reason}),))
    files = [_read(path, data, book, known) for path in paths]
    found = _believable(files, followed(frozenset(trusted), handed), book)
    return replace(found, damages=(*damages, *found.damages))


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
    newest = max((file.head.size for file in files if file.head and file.signers & trusted), default=0)
    beside = _beside(files, trusted)
    good: dict[int, Checkpoint] = {}
    damages: list[Damage] = []
    for file in files:
        # Anybody may sign beside a trusted key: that vouches for nothing beyond what the trusted one has signed.
        if file.head and (file.signers & trusted or (file.signers & beside and file.head.size <= newest)):
            good[file.head.size] = file.head
        else:
            damages.append(Damage("head-forged", book, file.number, file.subject, _given_away(file)))
    return Heads(good, tuple(damages), tuple(sorted(key.line for key in trusted)))


def _given_away(file: _HeadFile) -> dict[str, str]:
    """Why a head is not believed; the keys that signed it, where none that is trusted has named them, help to ask."""
    signers = " ".join(sorted(key.label for key in file.signers))
    return {"reason": file.reason, "signed-by": signers} if signers else {"reason": file.reason}


def _beside(files: list[_HeadFile], keys: frozenset[PublicKey]) -> frozenset[PublicKey]:
    """These keys and all that signed a head together with one of them."""
    while more := [file.signers for file in files if file.signers & keys and file.signers - keys]:
        keys = keys.union(*more)
    return keys


def _handovers(data: Path, book: str) -> tuple[list[Handover], list[Damage]]:
    handed: list[Handover] = []
    damages: list[Damage] = []
    for path in handover_files(data / "heads", _flat(_bureau(book))):
        try:
            handed.append(read_handover(path.read_bytes()))
        except OSError:
            damages.append(Damage("head-forged", book, None, _named(path, data), {"reason": "form"}))
        except NoteFaultError as fault:
            damages.append(Damage("head-forged", book, None, _named(path, data), {"reason": fault.reason}))
    return handed, damages


def _own_keys(data: Path, book: str) -> tuple[PublicKey, ...]:
    path = _key_path(data, book, None)
    return read_keys(path.read_bytes()) if path.exists() else ()


def _key_path(data: Path, book: str, keys: Path | None) -> Path:
    if keys is not None and not keys.is_dir():
        return keys
    return (keys or data / "heads") / f"{_flat(_bureau(book))}.pub"


def _bureau(book: str) -> str:
    return "/".join(book.split("/")[:-2])


def _flat(name: str) -> str:
    return name.replace("/", "~")


def _named(path: Path, data: Path) -> str:
    return path.relative_to(data).as_posix() if path.is_relative_to(data) else str(path)
