"""Proofs (证明): files that show one record, or one book's growth, against signed checkpoints; read without a database.

A proof is JSON with `form`, `proves` ("record" or "growth"), `book`, `path` (hashes in hex), `checkpoint` (a signed
note), `keys` (public keys), and `record` (its columns) or `earlier` (a signed note).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from audit.verifier.checkpoint import Checkpoint, read_checkpoint
from audit.verifier.errors import VerifierError
from audit.verifier.merkle import continues, holds
from audit.verifier.note import NoteFaultError, PublicKey, read_keys, read_note
from audit.verifier.proved_score import proved_score
from audit.verifier.record import Record, Stored, is_number

Fault: TypeAlias = Literal["form", "book", "time", "signature", "key", "hash", "path", "chain"]

_FORM: Final = "jixiao.proof/1"
# What a proof shows, by what it proves.
_SHOWN: Final = {"record": "record", "growth": "earlier"}
_HASH: Final = re.compile(r"[0-9a-f]{64}")
_BOOK: Final = re.compile(r"[a-z0-9][a-z0-9-]*/[0-9]{4}/[a-z]+")
_MOST_BYTES: Final = 64 << 20


@dataclass(frozen=True, slots=True)
class ProofReport:
    """What a proof shows. `fault` is None if it holds; `own_key` tells that only the file's own key vouched for it.

    `size` is the number of records under the checkpoint, `number` the record's or the earlier checkpoint's size.
    `shown` is what the record says about a score: department, kind, total, of, grade.
    """

    proves: str
    book: str
    fault: Fault | None
    own_key: bool
    size: int = 0
    number: int = 0
    shown: Mapping[str, str] = field(default_factory=dict)

    def to_data(self) -> dict[str, object]:
        """Write it as JSON-able data."""
        return {
            "ok": self.fault is None,
            "proves": self.proves,
            "book": self.book,
            "fault": self.fault,
            "own_key": self.own_key,
            "size": self.size,
            "number": self.number,
            "shown": dict(self.shown),
        }


class _FaultError(Exception):
    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(fault)


def check_proof(raw: bytes, keys: bytes | None = None) -> ProofReport:
    """Check a proof file; `keys` is the content of a key file that the reader brought along.

    Raises VerifierError `proof.not-a-proof` for a file of another kind.
    """
    proof = _opened(raw)
    proves, book = str(proof["proves"]), str(proof["book"])
    try:
        trusted = _keys(keys if keys is not None else "\n".join(_texts(proof.get("keys"))).encode())
        newest = _checkpoint(proof.get("checkpoint"), book, trusted)
        path = [_hash(step) for step in _texts(proof.get("path"))]
        if proves == "growth":
            number = _grown(_checkpoint(proof.get("earlier"), book, trusted), newest, path)
            return ProofReport(proves, book, None, keys is None, newest.size, number)
        number, shown = _recorded(proof.get("record"), newest, path)
    except _FaultError as found:
        return ProofReport(proves, book, found.fault, keys is None)
    return ProofReport(proves, book, None, keys is None, newest.size, number, shown)


def _opened(raw: bytes) -> dict[str, object]:
    try:
        proof: object = json.loads(raw, object_pairs_hook=_once) if len(raw) <= _MOST_BYTES else None
    except (ValueError, RecursionError):
        proof = None
    good = isinstance(proof, dict) and proof.get("form") == _FORM and proof.get("proves") in ("record", "growth")
    if not good or not isinstance(proof, dict) or not _BOOK.fullmatch(str(proof.get("book"))):
        raise VerifierError("proof.not-a-proof", form=_FORM)
    # Whoever reads the file with his own eyes must not find in it what nothing vouches for.
    if not set(proof) <= {"form", "proves", "book", "path", "checkpoint", "keys", _SHOWN[str(proof["proves"])]}:
        raise VerifierError("proof.not-a-proof", form=_FORM)
    return proof


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """A name that stands twice would say one thing to us and another to somebody else."""
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a name that stands twice")
    return members


def _keys(raw: bytes) -> tuple[PublicKey, ...]:
    try:
        return read_keys(raw)
    except NoteFaultError:
        raise _FaultError("key") from None


def _checkpoint(text: object, book: str, trusted: tuple[PublicKey, ...]) -> Checkpoint:
    if not isinstance(text, str):
        raise _FaultError("form")
    try:
        note = read_note(text.encode("utf-8", "surrogatepass"))
        checkpoint = read_checkpoint(note.text)
    except NoteFaultError as found:
        raise _FaultError("time" if found.reason == "time" else "form") from None
    if checkpoint.book != book:
        raise _FaultError("book")
    if not note.signers(trusted):
        raise _FaultError("signature")
    return checkpoint


def _recorded(columns: object, newest: Checkpoint, path: list[bytes]) -> tuple[int, dict[str, str]]:
    record = _record(columns)
    if record.book != newest.book:
        raise _FaultError("book")
    number = record.sequence
    if not isinstance(number, int) or not is_number(number) or record.digest() != record.hash:
        raise _FaultError("hash")
    own = _hash(record.hash)
    if not holds(own, number - 1, newest.size, path, bytes.fromhex(newest.root)):
        raise _FaultError("path")
    if number == newest.size and record.hash != newest.chain:
        raise _FaultError("chain")
    return number, proved_score(record)


def _grown(earlier: Checkpoint, later: Checkpoint, path: list[bytes]) -> int:
    roots = bytes.fromhex(earlier.root), bytes.fromhex(later.root)
    if not continues(earlier.size, roots[0], later.size, roots[1], path):
        raise _FaultError("path")
    return earlier.size


def _record(columns: object) -> Record:
    if not isinstance(columns, dict) or set(columns) != set(Record._fields):
        raise _FaultError("form")
    values: list[Stored] = []
    for name in Record._fields:
        value: object = columns[name]
        if isinstance(value, bool) or not isinstance(value, str | int | None):
            raise _FaultError("form")
        values.append(value.encode("utf-8", "surrogatepass") if name == "payload" and isinstance(value, str) else value)
    return Record._make(values)


def _texts(value: object) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise _FaultError("form")
    return list(value)


def _hash(text: Stored) -> bytes:
    if not isinstance(text, str) or not _HASH.fullmatch(text):
        raise _FaultError("form")
    return bytes.fromhex(text)
