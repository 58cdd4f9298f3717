"""Wire the desk: database brought to its newest form, stores, signer, evaluators."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from activities.desk import Desk
from activities.evidence_store import EvidenceStore
from audit.heads import HeadSigner
from models.database import sqlite_engine
from models.migrate import check_database, migrate
from models.postgresql import postgresql_engine

if TYPE_CHECKING:
    from pydantic import SecretStr
    from sqlalchemy import Engine

    from app.settings import Settings


def machine_clock() -> datetime:
    """The machine's time; it stamps recorded-at and nothing else."""
    return datetime.now(UTC)


def open_desk(settings: Settings) -> Desk:
    """Open the data folder, making it if it is not there; raises ModelsError when the database's guard is damaged."""
    for folder in (settings.data, settings.evidence, settings.rubrics, settings.heads):
        folder.mkdir(parents=True, exist_ok=True)
    return Desk(
        engine=open_database(settings),
        clock=machine_clock,
        evidence=EvidenceStore(settings.evidence),
        signer=HeadSigner(heads=settings.heads, keys=settings.keys),
    )


def open_database(settings: Settings) -> Engine:
    """The database in its newest form: the file of the data folder, or PostgreSQL where settings name it."""
    if settings.database_url is None:
        settings.database.touch()
        engine = sqlite_engine(settings.database)
        migrate(engine)
        return engine
    return _on_server(settings.database_url.get_secret_value(), settings.database_owner_url)


def _on_server(address: str, owner: SecretStr | None) -> Engine:
    engine = postgresql_engine(address)
    with ExitStack() as failed:
        failed.callback(engine.dispose)
        if owner is not None:
            _migrate_as(owner.get_secret_value(), engine.url.username)
        check_database(engine)
        failed.pop_all()
    return engine


def _migrate_as(owner: str, role: str | None) -> None:
    engine = postgresql_engine(owner)
    try:
        migrate(engine, role)
    finally:
        engine.dispose()
