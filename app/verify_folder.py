"""Verify the books of the data folder, wherever their database is."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from audit.ledger_copy import copy_ledger
from audit.verifier.verify_books import verify
from models.postgresql import postgresql_engine

if TYPE_CHECKING:
    from app.settings import Settings
    from audit.verifier.report import Report


def verify_folder(settings: Settings, books: tuple[str, ...] = ()) -> Report:
    """Verify these books, or all; a ledger on a server is first copied into a file that is gone afterwards."""
    if settings.database_url is None:
        return verify(settings.data, books)
    engine = postgresql_engine(settings.database_url.get_secret_value())
    with TemporaryDirectory(prefix="jixiao-") as folder:
        try:
            return verify(settings.data, books, ledger=lambda: copy_ledger(engine, Path(folder) / "ledger.db"))
        finally:
            engine.dispose()
