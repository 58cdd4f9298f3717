"""Wire the desk: database brought to its newest form, stores, signer, evaluators."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

from activities.desk import Desk
from activities.evidence_store import EvidenceStore
from app.machine_clock import machine_clock
from audit.heads import HeadSigner
from audit.rebuild import bring_up, form_of_projections
from models.database import sqlite_engine
from models.migrate import check_database
from models.postgresql import postgresql_engine

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from sqlalchemy import Engine

    from app.settings import Settings

    Progress: TypeAlias = Callable[[str, int], None]


def _silent(_book: str, _sequence: int) -> None:
    """Nobody watches."""


def open_desk(settings: Settings) -> Desk:
    """Open the data folder, making it if it is not there, and bring it to the newest form.

    Raises ModelsError when the database's guard is damaged.
    """
    for folder in (settings.data, settings.evidence, settings.rubrics, settings.heads):
        folder.mkdir(parents=True, exist_ok=True)
    return _desk(settings, open_database(settings))


def look_in(settings: Settings) -> Desk:
    """Open a data folder that is there and in the newest form, changing nothing.

    Raises ModelsError `database.not-migrated` or `database.projections-old` for one that an earlier release left.
    """
    return _desk(settings, _checked(_engine(settings)))


def _desk(settings: Settings, engine: Engine) -> Desk:
    return Desk(
        engine=engine,
        clock=machine_clock,
        evidence=EvidenceStore(settings.evidence, settings.evidence_file_bytes, settings.evidence_department_bytes),
        signer=HeadSigner(heads=settings.heads, keys=settings.keys),
    )


def open_database(settings: Settings, progress: Progress = _silent) -> Engine:
    """The database in its newest form: the file of the data folder, or PostgreSQL where settings name it.

    `progress` is told book and sequence of every record from which projections are rebuilt.
    """
    if settings.database_url is None:
        settings.database.touch()
        engine = sqlite_engine(settings.database)
        bring_up(engine, progress=progress)
        return engine
    engine = _engine(settings)
    owner = settings.database_owner_url
    if owner is not None:
        _bring_up_as(owner.get_secret_value(), engine.url.username, progress)
    return _checked(engine)


def _engine(settings: Settings) -> Engine:
    url = settings.database_url
    return sqlite_engine(settings.database) if url is None else postgresql_engine(url.get_secret_value())


def _checked(engine: Engine) -> Engine:
    with ExitStack() as failed:
        failed.callback(engine.dispose)
        check_database(engine, form_of_projections())
        failed.pop_all()
    return engine


def _bring_up_as(owner: str, role: str | None, progress: Progress) -> None:
    engine = postgresql_engine(owner)
    try:
        bring_up(engine, role, progress)
    finally:
        engine.dispose()
