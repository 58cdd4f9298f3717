"""Every damage to a file beside the database: evidence, signed heads, public keys."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from audit.note import public_line, signed_note
from tests.audit.verifier.plain_ledger import BUREAU
from tests.support.tamper.copies import Found

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

STRANGER = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
PUBLIC = f"heads/{BUREAU}.pub"
SCORED = 39
# The book's conclusion: no later record asks for the head that was signed behind it.
CONCLUDED = 46


class FileCase(NamedTuple):
    """A file's new content (None: it is gone), and what verify must say first (None: nothing)."""

    name: str
    path: Path
    content: bytes | None
    first: Found | None


@dataclass(frozen=True)
class Files:
    """The files beside the database of one data folder, and which record names each proof."""

    data: Path
    proofs: dict[str, int]

    def evidence(self) -> Iterator[FileCase]:
        """Every damage of every evidence file."""
        paths = {self.data / "evidence" / digest[:2] / digest: number for digest, number in self.proofs.items()}
        contents = {path: path.read_bytes() for path in paths}
        for path, number in paths.items():
            subject = path.relative_to(self.data).as_posix()
            others = {f"the content of {other.name[:4]}": raw for other, raw in contents.items() if other != path}
            raw = contents[path]
            damaged = {**_flipped(raw), **_sized(raw), **others, "others of the same size": bytes(len(raw))}
            for name, content in damaged.items():
                yield FileCase(f"{subject}: {name}", path, content, Found("evidence-changed", number, subject))
            yield FileCase(f"{subject}: gone", path, None, Found("evidence-missing", number, subject))

    def heads(self) -> Iterator[FileCase]:
        """Every damage of every signed head. One that is gone is missed, but for the last ones."""
        paths = sorted((self.data / "heads").glob("*/*.head"))
        for path in paths:
            raw = path.read_bytes()
            subject = path.relative_to(self.data).as_posix()
            forged = Found("head-forged", int(path.stem), subject)
            other = next(one for one in reversed(paths) if one < path or path == paths[0] != one)
            damaged = {
                **_flipped(raw),
                **_sized(raw),
                **dict(_lines(raw)),
                "another head": other.read_bytes(),
                "signed by a stranger": _signed_by_stranger(raw),
            }
            for name, content in damaged.items():
                yield FileCase(f"{subject}: {name}", path, content, forged)
            # A self-evaluation is signed with its score, which is the record after the end.
            end = int(path.stem) - (int(path.stem) == SCORED)
            asked_for = path != paths[-1] and int(path.stem) < CONCLUDED
            missed = Found("head-missing", end, "signed") if asked_for else None
            yield FileCase(f"{subject}: gone", path, None, missed)

    def keys(self) -> Iterator[FileCase]:
        """Every damage of the public key."""
        path = self.data / PUBLIC
        raw = path.read_bytes()
        first = min((self.data / "heads").glob("*/*.head"))
        for name, content in {**_flipped(raw.removesuffix(b"\n")), **_sized(raw)}.items():
            # Text before the key's own name would be another key's; only its end may be missing.
            if content != raw.removesuffix(b"\n"):
                yield FileCase(f"{PUBLIC}: {name}", path, content, Found("head-forged", None, PUBLIC))
        yield FileCase(f"{PUBLIC}: gone", path, None, Found("head-missing", None, PUBLIC))
        forged = Found("head-forged", int(first.stem), first.relative_to(self.data).as_posix())
        yield FileCase(f"{PUBLIC}: a stranger's", path, f"{public_line(BUREAU, STRANGER)}\n".encode(), forged)


@contextmanager
def damaged(case: FileCase) -> Iterator[None]:
    """The file as the case has it, and afterwards as it was."""
    raw = case.path.read_bytes()
    if case.content is None:
        case.path.unlink()
    else:
        case.path.write_bytes(case.content)
    try:
        yield
    finally:
        case.path.write_bytes(raw)


@contextmanager
def restored(folder: Path) -> Iterator[None]:
    """Whatever is done to a folder is undone afterwards."""
    kept = folder.with_name(f"{folder.name}.kept")
    shutil.copytree(folder, kept)
    try:
        yield
    finally:
        shutil.rmtree(folder)
        kept.rename(folder)


def sign_anew(data: Path, key: Ed25519PrivateKey, keep: Callable[[Path], bool] = lambda _: True) -> None:
    """Let a key sign the texts of all heads, with its public half in the place of the bureau's."""
    for path in filter(keep, (data / "heads").glob("*/*.head")):
        text = path.read_bytes().decode().rpartition("\n\n")[0]
        path.write_bytes(signed_note(f"{text}\n", BUREAU, [key]).encode())
    (data / PUBLIC).write_text(f"{public_line(BUREAU, key)}\n", encoding="utf-8")


def _signed_by_stranger(raw: bytes) -> bytes:
    text = raw.decode().rpartition("\n\n")[0]
    return signed_note(f"{text}\n", BUREAU, [STRANGER]).encode()


def _flipped(raw: bytes) -> dict[str, bytes]:
    places = {"first": 0, "middle": len(raw) // 2, "last": len(raw) - 1}
    return {f"a bit of its {name} byte": raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :] for name, at in places.items()}


def _sized(raw: bytes) -> dict[str, bytes]:
    return {"cut": raw[:-1], "halved": raw[: len(raw) // 2], "longer": raw + b"x", "emptied": b""}


def _lines(raw: bytes) -> Iterator[tuple[str, bytes]]:
    lines = raw.decode().splitlines(keepends=True)
    for number, line in enumerate(lines):
        if line.strip():
            at = (len(line) - 1) // 2
            other = "1" if line[at] != "1" else "2"
            changed = [*lines[:number], f"{line[:at]}{other}{line[at + 1 :]}", *lines[number + 1 :]]
            yield f"line {number + 1}", "".join(changed).encode()
        yield f"without line {number + 1}", "".join([*lines[:number], *lines[number + 1 :]]).encode()
