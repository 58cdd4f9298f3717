"""The signed heads of a book that lie in the data folder, and what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit.verifier.report import Damage
from audit.verifier.signed_head import HeadFaultError, PublicKey, SignedHead, read_head, read_key

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Heads:
    """The believable heads of a book by their count, and the damages of the others."""

    by_count: dict[int, SignedHead]
    damages: tuple[Damage, ...]


def books_with_heads(data: Path) -> tuple[str, ...]:
    """Return the books for which the folder of heads holds a folder, sorted."""
    folder = data / "heads"
    if not folder.is_dir():
        return ()
    return tuple(sorted(path.name.replace("~", "/") for path in folder.iterdir() if path.is_dir()))


def read_heads(data: Path, book: str, keys: Path | None) -> Heads:
    """Read every signed head of a book.

    The key comes from `keys` (a file, or a folder of `<bureau>.pub`), else from the data folder itself, where
    whoever can forge a head may forge the key too.
    """
    paths = sorted((data / "heads" / _flat(book)).glob("*.head"))
    if not paths:
        return no_heads(book)
    source = _key_path(data, book, keys)
    try:
        key = read_key(source)
    except OSError:
        return Heads({}, (Damage("head-missing", book, None, _named(source, data), {"what": "key"}),))
    except HeadFaultError as fault:
        return Heads({}, (Damage("head-forged", book, None, _named(source, data), {"reason": fault.reason}),))
    return _believable(data, book, paths, key)


def no_heads(book: str) -> Heads:
    """Return what a book has for which nobody ever signed: nothing, and that is a damage."""
    return Heads({}, (Damage("head-missing", book, None, f"heads/{_flat(book)}", {"what": "heads"}),))


def _believable(data: Path, book: str, paths: list[Path], key: PublicKey) -> Heads:
    heads: dict[int, SignedHead] = {}
    damages: list[Damage] = []
    for path in paths:
        try:
            head = read_head(path, book, key)
        except HeadFaultError as fault:
            number = int(path.stem) if path.stem.isascii() and path.stem.isdigit() else None
            damages.append(Damage("head-forged", book, number, _named(path, data), {"reason": fault.reason}))
        else:
            heads[head.count] = head
    return Heads(heads, tuple(damages))


def _key_path(data: Path, book: str, keys: Path | None) -> Path:
    if keys is not None and keys.is_file():
        return keys
    bureau = "/".join(book.split("/")[:-2])
    return (keys or data / "heads") / f"{_flat(bureau)}.pub"


def _flat(name: str) -> str:
    return name.replace("/", "~")


def _named(path: Path, data: Path) -> str:
    return path.relative_to(data).as_posix() if path.is_relative_to(data) else str(path)
