"""A ledger written for the tests from the description alone: it shares nothing with the writer or the verifier."""

from __future__ import annotations

import base64
import hashlib
import json
import sqlite3
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from audit.verifier import Report, verify

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

Row = dict[str, Any]

BOOK = "guangzhou-baiyun/2021/rehearsal"
BUREAU = "guangzhou-baiyun"
ZEROS = "0" * 64
COLUMNS = (
    *("book", "sequence", "happened_at", "recorded_at", "received_at", "actor", "role", "kind", "schema_version"),
    *("subject_department", "subject_row", "subject_evidence", "key", "epoch", "payload", "previous", "hash"),
)
PROOFS = {4: "采购合同扫描件".encode(), 7: b"a second proof"}

_TYPES = {"sequence": "INTEGER", "schema_version": "INTEGER", "epoch": "INTEGER", "payload": "BLOB"}
_TABLE = ", ".join(f"{column} {_TYPES.get(column, 'TEXT')}" for column in COLUMNS)
_GUARDS = ", PRIMARY KEY (book, sequence), UNIQUE (book, key), UNIQUE (book, previous)"


def digest(row: Row) -> str:
    raw = b"jixiao/ledger-record/1\n"
    for column in COLUMNS:
        if column in {"payload", "hash"}:
            continue
        value = row[column]
        raw += b"\x00" if value is None else b"\x01" + len(str(value).encode()).to_bytes(8, "big") + str(value).encode()
    return hashlib.sha256(raw + hashlib.sha256(row["payload"]).digest()).hexdigest()


def canonical(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def chained(rows: Sequence[Row], *, renumber: bool = True) -> list[Row]:
    """The same rows as an honest writer would have written them: numbers, predecessors and hashes made anew."""
    previous, result = ZEROS, []
    for number, row in enumerate(rows, 1):
        made = {**row, "previous": previous, "sequence": number if renumber else row["sequence"]}
        made["hash"] = previous = digest(made)
        result.append(made)
    return result


def records(count: int = 9, book: str = BOOK) -> list[Row]:
    return chained([_record(number, book) for number in range(1, count + 1)])


def _record(number: int, book: str) -> Row:
    proof = PROOFS.get(number)
    payload: dict[str, Any] = {"text": f"第{number}条", "count": number, "none": None}
    if proof is not None:
        named = {"sha256": hashlib.sha256(proof).hexdigest(), "size": len(proof)}
        payload = {"content": named, "act": "evidence.add"} if number == 4 else {**payload, **named}
    return {
        "book": book,
        "happened_at": f"2022-03-{number % 28 + 1:02d}T01:30:00.000000Z",
        "recorded_at": f"2026-11-21T00:{number // 60 % 60:02d}:{number % 60:02d}.000000Z",
        "received_at": None if number % 2 else "2022-03-25T01:30:00.000000Z",
        "actor": f"a{number}",
        "role": "filler",
        "kind": "targets.filed" if proof is None else "evidence.added",
        "schema_version": 1,
        "subject_department": None if number == 1 else "shijing",
        "subject_row": None,
        "subject_evidence": None,
        "key": f"{book}/shijing/{number}/file",
        "epoch": 1,
        "payload": canonical(payload),
    }


def tree_hash(hashes: Sequence[str]) -> str:
    """The root over records' hashes, as RFC 6962 defines it."""
    if len(hashes) == 1:
        return hashlib.sha256(b"\x00" + bytes.fromhex(hashes[0])).hexdigest()
    split = 1
    while split * 2 < len(hashes):
        split *= 2
    halves = tree_hash(hashes[:split]), tree_hash(hashes[split:])
    return hashlib.sha256(b"\x01" + bytes.fromhex("".join(halves))).hexdigest()


def peaks(hashes: Sequence[str]) -> str:
    """The roots of the full subtrees, the largest first."""
    roots, start = "", 0
    for height in range(len(hashes).bit_length() - 1, -1, -1):
        if len(hashes) >> height & 1:
            roots += tree_hash(hashes[start : start + (1 << height)])
            start += 1 << height
    return roots


class PlainLedger:
    """A data folder with one honest book of nine records, heads signed at five and nine."""

    def __init__(self, folder: Path, heads: tuple[int, ...] = (5, 9), *, guarded: bool = True) -> None:
        self.folder = folder
        self.key = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
        self.rows = records()
        with self.open() as connection:
            connection.execute(f"CREATE TABLE ledger ({_TABLE}{_GUARDS if guarded else ''})")
            connection.execute(
                "CREATE TABLE head (book TEXT PRIMARY KEY, sequence INTEGER, hash TEXT, epoch INTEGER, "
                "recorded_at TEXT, peaks TEXT)"
            )
        connection.close()
        self.add(self.rows)
        for number in heads:
            self.sign(self.rows[:number])
        self.write_key()
        for proof in PROOFS.values():
            self.store(proof)

    def open(self) -> sqlite3.Connection:
        return sqlite3.connect(self.folder / "jixiao.db")

    def sql(self, statement: str, *values: object) -> None:
        with self.open() as connection:
            connection.execute(statement, values)
        connection.close()

    def add(self, rows: Sequence[Row]) -> None:
        marks = ", ".join("?" * len(COLUMNS))
        with self.open() as connection:
            connection.executemany(
                f"INSERT INTO ledger VALUES ({marks})",  # noqa: S608
                [[row[column] for column in COLUMNS] for row in rows],
            )
        connection.close()
        if rows:
            whole = rows[-1]["sequence"] == len(rows)
            self.head(rows[-1], rows if whole else self.rows)

    def head(self, row: Row, rows: Sequence[Row] | None = None) -> None:
        """Let the head table name this row, with the peaks of the book up to it: these rows or the honest ones."""
        hashes = [each["hash"] or "" for each in (rows or self.rows)[: int(row["sequence"])]]
        values = (row["book"], row["sequence"], row["hash"], row["epoch"], row["recorded_at"], peaks(hashes))
        self.sql("INSERT OR REPLACE INTO head VALUES (?, ?, ?, ?, ?, ?)", *values)

    def replace(self, rows: Sequence[Row]) -> None:
        """Put these rows in the book's place, head table included, as somebody with the whole database can."""
        self.sql("DELETE FROM ledger")
        self.add(rows)

    def set(self, sequence: int, column: str, value: object) -> None:
        self.sql(f"UPDATE ledger SET {column} = ? WHERE sequence = ?", value, sequence)  # noqa: S608

    def sign(self, rows: Sequence[Row], *keys: Ed25519PrivateKey, root: str | None = None) -> Path:
        """Sign that the book is these rows, by these keys or its own."""
        row = rows[-1]
        encoded = base64.b64encode(bytes.fromhex(root or tree_hash([each["hash"] for each in rows]))).decode()
        text = f"jixiao.checkpoint/1/{row['book']}\n{row['sequence']}\n{encoded}\nchain {row['hash']}\n"
        text += f"recorded-at {row['recorded_at']}\n"
        lines = "".join(self._signature(text, row["book"].split("/")[0], key) for key in keys or (self.key,))
        path = self.head_path(row["sequence"], row["book"])
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(f"{text}\n{lines}".encode())
        return path

    def _signature(self, text: str, bureau: str, key: Ed25519PrivateKey) -> str:
        return f"— {bureau} {base64.b64encode(self.key_id(bureau, key) + key.sign(text.encode())).decode()}\n"

    def hand_over(self, old: Ed25519PrivateKey, new: Ed25519PrivateKey, by: Ed25519PrivateKey | None = None) -> Path:
        """Let the old key, or somebody else, sign which key comes after it."""
        text = f"jixiao.key-handover/1\nfrom {self.key_line(old)}\nto {self.key_line(new)}\n"
        path = self.folder / "heads" / f"{BUREAU}.{self.key_id(BUREAU, new).hex()}.handover"
        path.write_bytes(f"{text}\n{self._signature(text, BUREAU, by or old)}".encode())
        return path

    def head_path(self, count: int, book: str = BOOK) -> Path:
        return self.folder / "heads" / book.replace("/", "~") / f"{count:010d}.head"

    def write_key(self, *keys: Ed25519PrivateKey, folder: Path | None = None) -> Path:
        path = (folder or self.folder / "heads") / f"{BUREAU}.pub"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(f"{self.key_line(key)}\n" for key in keys or (self.key,)), encoding="utf-8")
        return path

    def key_line(self, key: Ed25519PrivateKey) -> str:
        encoded = base64.b64encode(b"\x01" + self._public(key)).decode()
        return f"{BUREAU}+{self.key_id(BUREAU, key).hex()}+{encoded}"

    def key_id(self, name: str, key: Ed25519PrivateKey | None = None) -> bytes:
        return hashlib.sha256(name.encode() + b"\n\x01" + self._public(key)).digest()[:4]

    def _public(self, key: Ed25519PrivateKey | None) -> bytes:
        return (key or self.key).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)

    def proof_path(self, proof: bytes) -> Path:
        name = hashlib.sha256(proof).hexdigest()
        return self.folder / "evidence" / name[:2] / name

    def store(self, proof: bytes) -> Path:
        path = self.proof_path(proof)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(proof)
        return path

    def verify(self, *books: str, keys: Path | None = None) -> Report:
        """Verify chain, heads and evidence: what the records say is nothing that a year's law could judge."""
        return verify(self.folder, books, keys, chain_only=True)

    def found(self) -> list[tuple[str, int | None]]:
        """Kind and number of every damage of the book."""
        (book,) = [book for book in self.verify().books if book.book == BOOK]
        return [(damage.kind, damage.sequence) for damage in book.damages]
