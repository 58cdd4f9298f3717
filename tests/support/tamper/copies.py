"""A book as values that can be altered, and the data folder in which an altered one is verified."""

# ruff: noqa: S608  # table and column names are the tests' own, never anybody's input
from __future__ import annotations

import io
import json
import sqlite3
from contextlib import closing, redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from audit.verifier.__main__ import main
from tests.audit.verifier.plain_ledger import COLUMNS, Row, peaks
from tests.support.tampered import Tampered, chained

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

HEAD = ("book", "sequence", "hash", "epoch", "recorded_at", "peaks")
SOUND, DAMAGED, UNREADABLE = 0, 1, 2


class Found(NamedTuple):
    """One damage as verify names it."""

    kind: str
    sequence: int | None
    subject: str = "record"


@dataclass(frozen=True)
class Outcome:
    """The exit code, every damage of every damaged book in the order told, and how far heads vouch for the book."""

    code: int
    found: tuple[Found, ...]
    proved: int = 0


@dataclass(frozen=True)
class Copy:
    """All rows of the ledger, and the head of the book or none."""

    rows: tuple[Row, ...]
    head: Row | None

    def row(self, sequence: int) -> Row:
        """The record with this number."""
        return self.rows[sequence - 1]

    def with_row(self, number: int, /, **values: object) -> Copy:
        """One record with other values."""
        rows = [*self.rows]
        rows[number - 1] = {**rows[number - 1], **values}
        return replace(self, rows=tuple(rows))

    def with_rows(self, rows: Sequence[Row]) -> Copy:
        """Other records under the same head."""
        return replace(self, rows=tuple(rows))

    def with_head(self, **values: object) -> Copy:
        """The head with other values."""
        return replace(self, head={**(self.head or {}), **values})

    def rewritten(self, rows: Sequence[Row]) -> Copy:
        """Other records, chained anew from the first on, tree and head made to fit."""
        return self.with_rows(chained(rows)).headed()

    def headed(self) -> Copy:
        """The head made to fit the last record."""
        last = self.rows[-1]
        named = {column: last[column] for column in ("sequence", "hash", "epoch", "recorded_at")}
        return self.with_head(**named, peaks=peaks([str(row["hash"]) for row in self.rows]))


class Case(NamedTuple):
    """A damage, and what verify must say of it first, without and with a checkpoint kept elsewhere (None: nothing)."""

    name: str
    tamper: Callable[[Copy], Copy]
    first: Found | None
    held: Found | None


class Scene:
    """A data folder that nobody guards: every copy that is put there is verified as an auditor does it."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self._database = Tampered(data).path
        self.whole = self._read()

    def put(self, copy: Copy) -> None:
        """Lay these records and this head into the database."""
        with closing(sqlite3.connect(self._database, isolation_level=None)) as connection:
            connection.execute("PRAGMA synchronous=OFF")
            connection.execute("BEGIN")
            connection.execute("DELETE FROM ledger")
            connection.execute("DROP TRIGGER IF EXISTS head_no_delete")
            connection.execute("DELETE FROM head")
            _insert(connection, "ledger", COLUMNS, copy.rows)
            _insert(connection, "head", HEAD, [copy.head] if copy.head else [])
            connection.execute("COMMIT")

    def sql(self, statement: str) -> None:
        """Change anything else in the database."""
        with closing(sqlite3.connect(self._database, isolation_level=None)) as connection:
            connection.execute(statement)

    def verify(self, *arguments: str) -> Outcome:
        """Verify chain, heads and evidence: the made-up records of a whole book are against every law."""
        return self.judge("--chain-only", *arguments)

    def judge(self, *arguments: str) -> Outcome:
        """Verify the folder by the verifier's own command line, its records by the law of the year too."""
        said = io.StringIO()
        with redirect_stdout(said), redirect_stderr(io.StringIO()):
            code = main([str(self.data), *arguments])
        if code == UNREADABLE:
            return Outcome(code, ())
        report: dict[str, Any] = json.loads(said.getvalue())
        assert report["ok"] == (code == SOUND)
        books = report["books"]
        damages = [damage for book in books for damage in book["damages"]] + report["strays"]
        found = (Found(damage["kind"], damage["sequence"], damage["subject"]) for damage in damages)
        return Outcome(code, tuple(found), books[0]["proved"] if books else 0)

    def outcome(self, case: Case, *arguments: str) -> Outcome:
        """Do the damage and verify."""
        self.put(case.tamper(self.whole))
        return self.verify(*arguments)

    def _read(self) -> Copy:
        with closing(sqlite3.connect(self._database)) as connection:
            rows = connection.execute(f"SELECT {', '.join(COLUMNS)} FROM ledger ORDER BY sequence").fetchall()
            (head,) = connection.execute(f"SELECT {', '.join(HEAD)} FROM head").fetchall()
        return Copy(tuple(dict(zip(COLUMNS, row, strict=True)) for row in rows), dict(zip(HEAD, head, strict=True)))


def _insert(connection: sqlite3.Connection, table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
    marks = ", ".join("?" * len(columns))
    connection.executemany(
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})",
        [[row[column] for column in columns] for row in rows],
    )
