"""What somebody can do who has the whole database: no triggers, no unique keys, hashes and head made anew."""

# ruff: noqa: S608  # table and column names are the tests' own, never anybody's input
from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from models.ledger import FIRST_PREVIOUS
from models.projections import PROJECTIONS
from tests.audit.verifier.plain_ledger import COLUMNS, Row, digest, peaks

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class Tampered:
    """The database of a data folder that nobody else has open."""

    def __init__(self, data: Path) -> None:
        self.path = data / "jixiao.db"
        with self._open() as connection:
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                connection.execute(f"DROP TRIGGER {name}")
            # The table itself without its keys: numbers and predecessors can be doubled.
            connection.execute("CREATE TABLE loose AS SELECT * FROM ledger")
            connection.execute("DROP TABLE ledger")
            connection.execute("ALTER TABLE loose RENAME TO ledger")
        connection.close()

    def sql(self, statement: str, *values: object) -> list[tuple[object, ...]]:
        """Run one statement and return its rows."""
        with self._open() as connection:
            rows = connection.execute(statement, values).fetchall()
        connection.close()
        return rows

    def rows(self) -> list[Row]:
        """Every record in the order of its number."""
        rows = self.sql(f"SELECT {', '.join(COLUMNS)} FROM ledger ORDER BY sequence")
        return [dict(zip(COLUMNS, row, strict=True)) for row in rows]

    def set(self, sequence: int, column: str, value: object) -> None:
        """Change one column of one record."""
        self.sql(f"UPDATE ledger SET {column} = ? WHERE sequence = ?", value, sequence)

    def replace(self, rows: Sequence[Row]) -> None:
        """Put these records in the ledger's place; the head follows the last one."""
        marks = ", ".join("?" * len(COLUMNS))
        with self._open() as connection:
            connection.execute("DELETE FROM ledger")
            connection.executemany(
                f"INSERT INTO ledger ({', '.join(COLUMNS)}) VALUES ({marks})",
                [[row[column] for column in COLUMNS] for row in rows],
            )
            last = rows[-1]
            connection.execute(
                "UPDATE head SET sequence = ?, hash = ?, recorded_at = ?, peaks = ?",
                (last["sequence"], last["hash"], last["recorded_at"], peaks([str(row["hash"]) for row in rows])),
            )
        connection.close()

    def rewrite(self, rows: Sequence[Row]) -> None:
        """Put these records in, chained anew: only heads that somebody else holds tell."""
        self.replace(chained(rows))

    def empty_projections(self) -> None:
        """Remove every row that the ledger alone determines."""
        for table in PROJECTIONS:
            self.sql(f"DELETE FROM {table.__tablename__}")

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(self.path)


def chained(rows: Sequence[Row]) -> list[Row]:
    """The same records with numbers, predecessors and hashes made anew."""
    previous, result = FIRST_PREVIOUS, []
    for number, row in enumerate(rows, 1):
        made = {**row, "sequence": number, "previous": previous}
        made["hash"] = previous = digest(made)
        result.append(made)
    return result


def dump(path: Path, table: str) -> list[tuple[object, ...]]:
    """Every row of a table as it lies in the file."""
    connection = sqlite3.connect(path)
    rows = connection.execute(f"SELECT * FROM {table}").fetchall()
    connection.close()
    return rows
