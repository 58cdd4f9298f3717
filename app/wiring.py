"""Wire the desk: database brought to its newest form, stores, signer, evaluators."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from activities.desk import Desk
from activities.evidence_store import EvidenceStore
from audit.heads import HeadSigner
from models.database import sqlite_engine
from models.migrate import migrate

if TYPE_CHECKING:
    from app.settings import Settings


def machine_clock() -> datetime:
    """The machine's time; it stamps recorded-at and nothing else."""
    return datetime.now(UTC)


def open_desk(settings: Settings) -> Desk:
    """Open the data folder, making it if it is not there; raises ModelsError when the database's guard is damaged."""
    for folder in (settings.data, settings.evidence, settings.rubrics, settings.heads):
        folder.mkdir(parents=True, exist_ok=True)
    settings.database.touch()
    engine = sqlite_engine(settings.database)
    migrate(engine)
    return Desk(
        engine=engine,
        clock=machine_clock,
        evidence=EvidenceStore(settings.evidence),
        signer=HeadSigner(heads=settings.heads, keys=settings.keys),
    )
