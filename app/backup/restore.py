"""Restore a backup into an empty place; nothing counts until every file, record and signature has been checked."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from sqlmodel import Session

from app.backup.manifest import checked_manifest
from app.backup.sealed_keys import opened_keys
from app.backup.whole_or_nothing import whole_or_nothing
from app.errors import AppError
from app.settings import Settings
from app.verify_folder import verify_folder
from app.wiring import open_database
from audit.durable import write_durably
from audit.erase import erase_again
from audit.rebuild import bring_up
from models.copy_database import copy_database
from models.database import sqlite_engine

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from app.backup.manifest import Manifest
    from audit.verifier.report import Report


def restore(settings: Settings, source: Path, sealed: tuple[Path, str] | None = None) -> tuple[Manifest, Report]:
    """Check the backup, copy it, and verify what was copied; `sealed` is the file of the keys and its words.

    The years are taken up again by `jixiao up --resume-as`. Raises AppError `restore.folder-not-empty`, and what
    `checked_manifest` and `opened_keys` raise; then nothing was written.
    """
    if settings.data.exists() and any(settings.data.iterdir()):
        raise AppError("restore.folder-not-empty", data=str(settings.data))
    manifest = checked_manifest(source)
    keys = {} if sealed is None else opened_keys(*sealed)
    places = Settings(data=source, database_url=None, database_owner_url=None)
    with whole_or_nothing(settings.data):
        _copy_files(settings, places)
        for name, key in keys.items():
            settings.keys.mkdir(mode=0o700, exist_ok=True)
            write_durably(settings.keys / name, key, mode=0o600)
        _fill_database(settings, places.database)
    return manifest, verify_folder(settings)


def _copy_files(settings: Settings, places: Settings) -> None:
    for kept, folder in (
        (places.heads, settings.heads),
        (places.evidence, settings.evidence),
        (places.rubrics, settings.rubrics),
    ):
        # A folder with nothing in it gets lost on many ways, and nothing is lost with it.
        folder.mkdir()
        if kept.is_dir():
            shutil.copytree(kept, folder, dirs_exist_ok=True)
    if places.retention.is_file():
        shutil.copyfile(places.retention, settings.retention)


def _fill_database(settings: Settings, file: Path) -> None:
    """A file is copied as it is; a server is filled from a copy, because opening a database writes beside it."""
    if settings.database_url is None:
        # Under its own name only when what was erased is gone from it: whoever is killed before leaves no database.
        hidden = Path(shutil.copyfile(file, settings.database.with_name(f".{settings.database.name}")))
        copy = sqlite_engine(hidden)
        try:
            _erase_again(copy)
        finally:
            copy.dispose()
        hidden.rename(settings.database)
        return
    with TemporaryDirectory(prefix="jixiao-") as folder:
        copy, target = sqlite_engine(Path(shutil.copy(file, folder))), open_database(settings)
        try:
            bring_up(copy)
            copy_database(copy, target)
            _erase_again(target)
        finally:
            copy.dispose()
            target.dispose()


def _erase_again(engine: Engine) -> None:
    """What the restored ledger says was erased does not come back, whatever the copy's side stores held."""
    with Session(engine) as session, session.begin():
        erase_again(session)
