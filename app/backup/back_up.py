"""Back a data folder up while the service runs: one consistent copy that is a data folder itself."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from app.backup.manifest import FORMAT, BackedUpBook, Manifest, listed, write_manifest
from app.backup.sealed_keys import require_sealable, seal_keys
from app.backup.whole_or_nothing import whole_or_nothing
from app.errors import AppError
from app.settings import Settings
from audit.rebuild import bring_up
from models.copy_database import copy_database
from models.database import reading, sqlite_engine
from models.ledger import Head
from models.values import instant_text

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine

    from activities.desk import Desk


def back_up(settings: Settings, desk: Desk, target: Path, sealed: tuple[Path, str] | None = None) -> Manifest:
    """Copy signed heads, database, evidence, rubrics and the bureau's own periods to a new folder.

    With `sealed` the keys go to a file of their own: it is that file and the words that open it. Temporal's own file is
    never part of a backup: a year is taken up again from the ledger. Whatever stops it, nothing was written. Raises
    AppError `backup.target-not-empty`, `keys.file-exists`, `keys.none`.
    """
    if sealed is not None:
        require_sealable(settings.keys, sealed[0])
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise AppError("backup.target-not-empty", target=str(target))
    copy = Settings(data=target, database_url=None, database_owner_url=None)
    with whole_or_nothing(target, *(() if sealed is None else (sealed[0],))):
        # The order makes it consistent: what a head vouches for is in the database that is copied after it, and what a
        # record rests on is in the evidence that is copied after the record.
        _copy_folder(settings.heads, copy.heads)
        books = _copy_ledger(desk.engine, copy.database)
        _copy_folder(settings.evidence, copy.evidence)
        _copy_folder(settings.rubrics, copy.rubrics)
        if settings.retention.is_file():
            shutil.copyfile(settings.retention, copy.retention)
        manifest = Manifest(format=FORMAT, made_at=instant_text(desk.clock()), books=books, files=listed(target))
        if sealed is not None:
            seal_keys(settings.keys, *sealed)
        write_manifest(target, manifest)
    return manifest


def _copy_folder(source: Path, target: Path) -> None:
    if not source.is_dir():
        target.mkdir()
        return
    # What is being written at this moment has a hidden name until it is whole.
    shutil.copytree(source, target, ignore=shutil.ignore_patterns(".*"))


def _copy_ledger(engine: Engine, file: Path) -> tuple[BackedUpBook, ...]:
    # A database is opened only where there is one: an empty file is a new one.
    file.touch()
    copy = sqlite_engine(file)
    try:
        bring_up(copy)
        copy_database(engine, copy)
        with Session(reading(copy)) as session:
            heads = session.exec(select(Head).order_by(col(Head.book))).all()
        return tuple(BackedUpBook(book=head.book, records=head.sequence, hash=head.hash) for head in heads)
    finally:
        copy.dispose()
