"""Rehearse a scenario: server, worker in a process of its own, the year under a virtual clock; the book is kept."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlmodel import col, select

from app.counter import Counter, DomainClock
from app.errors import AppError
from app.rehearsal.clock import VirtualClock
from app.rehearsal.play import Player
from app.scenario import Scenario, load_scenario, rubric_path, scenario_folder
from app.service import refuse_second
from app.stage import build_stage, open_book, shift_of
from app.temporal_client import connect
from app.temporal_server import temporal_server
from app.wiring import open_desk
from app.worker_process import worker_process
from models.book import BookId
from models.projections import Book
from rules.rubric_file import load_rubric

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from activities.desk import Desk
    from app.scenario import PlayedAct
    from app.settings import Settings
    from app.stage import Stage

_CONCLUDE_SECONDS = 120

KIND: Final = "rehearsal"


@dataclass(frozen=True)
class Rehearsed:
    """A played scenario: its book is in the data folder."""

    scenario: Scenario
    folder: Path
    book: str


def rehearse(settings: Settings, name: str, tell: Callable[[str, PlayedAct | None], None]) -> Rehearsed:
    """Play a scenario to its end, or take up one that was interrupted.

    Raises AppError `rehearsal.real-book` for a data folder that holds a real book.
    """
    folder = scenario_folder(name)
    scenario = load_scenario(folder / "scenario.yaml")
    book = str(BookId(bureau=scenario.bureau.id, year=scenario.year, kind=KIND))
    desk = open_desk(settings)
    refuse_real_books(desk)
    refuse_second(settings)
    if not _concluded(desk, book):
        tell("server", None)
        with (
            temporal_server(settings.temporal, settings.logs / "temporal.log", skipping=True) as address,
            worker_process(settings, address),
        ):
            asyncio.run(_play(desk, scenario, folder, address, tell))
    return Rehearsed(scenario, folder, book)


async def _play(
    desk: Desk,
    scenario: Scenario,
    folder: Path,
    address: str,
    tell: Callable[[str, PlayedAct | None], None],
) -> None:
    client = await connect(address)
    stage = build_stage(scenario, desk, client, KIND)
    shift = shift_of(stage, scenario.starts)
    clock = VirtualClock(client, stage.book, shift)
    counter = Counter(client, desk, _domain_clock(stage, clock, shift))
    tell("opening", None)
    cycle = await open_book(stage, counter, shift)
    rubric = load_rubric(rubric_path(scenario.rubric).read_bytes()).rubric
    await Player(stage, counter, clock, folder).play(rubric, lambda _position, act, _receipt: tell("act", act))
    tell("closing", None)
    async with asyncio.timeout(_CONCLUDE_SECONDS):
        await cycle.result()


def _domain_clock(stage: Stage, clock: VirtualClock, shift: int) -> DomainClock:
    async def now(_book: str, department: str) -> datetime:
        if department:
            return await clock.now(department)
        return stage.desk.clock() + timedelta(seconds=shift)

    return now


def refuse_real_books(desk: Desk) -> None:
    """A rehearsal never shares a folder with a real book."""
    with desk.reading() as session:
        real = session.exec(select(Book.book).where(col(Book.kind) == "real")).first()
    if real is not None:
        raise AppError("rehearsal.real-book", book=real)


def _concluded(desk: Desk, book: str) -> bool:
    with desk.reading() as session:
        kept = session.get(Book, book)
    return kept is not None and kept.concluded
