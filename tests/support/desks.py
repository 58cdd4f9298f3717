"""Desks on data folders of their own, laid out as the product lays them out."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

from activities.desk import Desk
from activities.evidence_store import EvidenceStore
from app.settings import Settings
from app.wiring import open_desk
from audit.heads import HeadSigner
from audit.rebuild import bring_up
from models.database import sqlite_engine
from tests.support.clock import StepClock

if TYPE_CHECKING:
    from pathlib import Path

    from audit.evaluators import Evaluators


def desk_at(data: Path, evaluators: Evaluators, clock: StepClock | None = None) -> Desk:
    """Open a desk on a data folder whose database stands already."""
    places = Settings(data=data)
    return Desk(
        engine=sqlite_engine(places.database),
        clock=clock or StepClock(),
        evidence=EvidenceStore(places.evidence),
        signer=HeadSigner(heads=places.heads, keys=places.keys),
        evaluators=evaluators,
    )


def server_desk(settings: Settings, evaluators: Evaluators, clock: StepClock | None = None) -> Desk:
    """Open a desk on a database of a server, as the product does; the clock is a test's."""
    return replace(open_desk(settings), clock=clock or StepClock(), evaluators=evaluators)


def new_data(data: Path) -> Path:
    """Make an empty data folder with a migrated database."""
    data.mkdir(parents=True)
    Settings(data=data).database.touch()
    engine = sqlite_engine(Settings(data=data).database)
    bring_up(engine)
    engine.dispose()
    return data


def copied(data: Path, target: Path) -> Path:
    """Copy a data folder that nobody has open."""
    shutil.copytree(data, target)
    return target
