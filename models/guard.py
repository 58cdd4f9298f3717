"""The database's own guard: triggers that refuse to change or remove what the ledger holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from models import guard_postgresql
from models.errors import ModelsError

if TYPE_CHECKING:
    from sqlalchemy import Connection

# INSERT OR REPLACE fires no delete trigger unless recursive triggers are on, so it has triggers of its own; it also
# replaces by the hidden row number. One question for each index: asked for all at once, SQLite reads the whole book.
SQLITE_TRIGGERS: dict[str, str] = {
    "ledger_no_update": """
        CREATE TRIGGER ledger_no_update BEFORE UPDATE ON ledger
        BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: update refused'); END""",
    "ledger_no_delete": """
        CREATE TRIGGER ledger_no_delete BEFORE DELETE ON ledger
        BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: delete refused'); END""",
    "ledger_no_replace": """
        CREATE TRIGGER ledger_no_replace BEFORE INSERT ON ledger
        WHEN EXISTS (SELECT 1 FROM ledger WHERE book = NEW.book AND sequence = NEW.sequence)
             OR EXISTS (SELECT 1 FROM ledger WHERE book = NEW.book AND key = NEW.key)
             OR EXISTS (SELECT 1 FROM ledger WHERE book = NEW.book AND previous = NEW.previous)
             OR EXISTS (SELECT 1 FROM ledger WHERE rowid = NEW.rowid)
        BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: replace refused'); END""",
    "head_no_replace": """
        CREATE TRIGGER head_no_replace BEFORE INSERT ON head
        WHEN EXISTS (SELECT 1 FROM head WHERE book = NEW.book OR rowid = NEW.rowid)
        BEGIN SELECT RAISE(ABORT, 'a head moves only forward: replace refused'); END""",
    "head_no_delete": """
        CREATE TRIGGER head_no_delete BEFORE DELETE ON head
        BEGIN SELECT RAISE(ABORT, 'a book keeps its head: delete refused'); END""",
    "head_only_forward": """
        CREATE TRIGGER head_only_forward BEFORE UPDATE ON head
        WHEN NEW.book <> OLD.book OR NEW.sequence <= OLD.sequence OR NEW.epoch < OLD.epoch
        BEGIN SELECT RAISE(ABORT, 'a head moves only forward: update refused'); END""",
}


def guard_statements(dialect: str) -> tuple[str, ...]:
    """What puts the guard in place on a database of this dialect."""
    return tuple(guard_postgresql.statements()) if dialect == "postgresql" else tuple(SQLITE_TRIGGERS.values())


def check_guard(connection: Connection) -> None:
    """Compare the triggers present with the expected.

    Called at start: a migration can drop triggers without a word, and then the database would let anything pass; and
    another's trigger on these tables could swallow a record. Raises ModelsError `guard.missing`, `guard.strange`, with
    the names.
    """
    on_server = connection.dialect.name == "postgresql"
    wrong, strange = guard_postgresql.compared(connection) if on_server else _compared(connection)
    if wrong:
        raise ModelsError("guard.missing", triggers=", ".join(wrong))
    if strange:
        raise ModelsError("guard.strange", triggers=", ".join(strange))


def _compared(connection: Connection) -> tuple[list[str], list[str]]:
    """The names of ours that are gone or changed, and of those on our tables that are not ours."""
    rows = connection.execute(
        text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND lower(tbl_name) IN ('ledger', 'head')")
    )
    present = {row.name: " ".join(row.sql.split()) for row in rows}
    wrong = [name for name, sql in SQLITE_TRIGGERS.items() if present.get(name) != " ".join(sql.split())]
    return wrong, sorted(present.keys() - SQLITE_TRIGGERS)
