"""Verify the books of the data folder, wherever their database is."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from audit.ledger_copy import copy_ledger
from audit.verifier.verify_books import DATABASE, verify
from models.postgresql import postgresql_engine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from app.settings import Settings
    from audit.verifier.report import Report


@dataclass(frozen=True, slots=True)
class Brought:
    """What the auditor brought along: a public key (a file, or a folder of them) and signed heads that were kept."""

    keys: Path | None = None
    checkpoints: tuple[Path, ...] = ()


def verify_folder(
    settings: Settings, books: tuple[str, ...] = (), brought: Brought | None = None, *, chain_only: bool = False
) -> Report:
    """Verify these books, or all; a ledger on a server is first copied into a file that is gone afterwards.

    With `chain_only` what the records say is not held against the law of the year.
    """
    own = brought or Brought()
    with _ledger_of(settings) as ledger:
        return verify(settings.data, books, own.keys, ledger, own.checkpoints, chain_only=chain_only)


@contextmanager
def _ledger_of(settings: Settings) -> Iterator[Callable[[], Path]]:
    if settings.database_url is None:
        yield lambda: settings.data / DATABASE
        return
    engine = postgresql_engine(settings.database_url.get_secret_value())
    with TemporaryDirectory(prefix="jixiao-") as folder:
        try:
            yield lambda: copy_ledger(engine, Path(folder) / "ledger.db")
        finally:
            engine.dispose()
