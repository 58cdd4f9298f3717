"""Rehearse a scenario: server, worker in a process of its own, the year under a virtual clock; the book is kept."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from sqlmodel import col, select

from app.counter import Counter, DomainClock
from app.errors import AppError
from app.rehearsal.clock import VirtualClock
from app.rehearsal.play import Player
from app.scenario import Scenario, load_scenario, rubric_path, scenario_folder
from app.service import alone
from app.stage import build_stage, open_book, shift_of
from app.temporal_client import connect
from app.temporal_server import temporal_server
from app.wiring import open_desk
from app.worker_process import worker_process
from models.book import BookId
from models.projections import Book
from rules.rubric_file import load_rubric

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from temporalio.client import Client

    from activities.desk import Desk
    from app.scenario import PlayedAct
    from app.settings import Settings
    from app.stage import Stage

_CONCLUDE_SECONDS = 120

KIND: Final = "rehearsal"

Tell: TypeAlias = "Callable[[str, PlayedAct | None], None]"


@dataclass(frozen=True)
class Rehearsed:
    """A played scenario: its book is in the data folder."""

    scenario: Scenario
    folder: Path
    book: str


def rehearse(settings: Settings, names: Sequence[str], tell: Tell) -> tuple[Rehearsed, ...]:
    """Play scenarios to their ends, all at once in one server and one database, or take up what was interrupted.

    Each writes a book of its own under its own calendar and clock. Raises AppError `rehearsal.real-book` for a data
    folder that holds a real book, `rehearsal.same-book` when two scenarios would write the same one,
    `service.running` while somebody else works on the folder.
    """
    plays = tuple(_load(name) for name in names)
    _refuse_same_book(plays)
    with alone(settings):
        desk = open_desk(settings)
        refuse_real_books(desk)
        open_plays = [play for play in plays if not _concluded(desk, play.book)]
        if open_plays:
            tell("server", None)
            with (
                temporal_server(settings.temporal, settings.logs / "temporal.log", skipping=True) as address,
                worker_process(settings, address),
            ):
                asyncio.run(_play_all(desk, open_plays, address, tell))
    return plays


def _load(name: str) -> Rehearsed:
    folder = scenario_folder(name)
    scenario = load_scenario(folder / "scenario.yaml")
    return Rehearsed(scenario, folder, str(BookId(bureau=scenario.bureau.id, year=scenario.year, kind=KIND)))


def _refuse_same_book(plays: Sequence[Rehearsed]) -> None:
    books = [play.book for play in plays]
    for book in books:
        if books.count(book) > 1:
            raise AppError("rehearsal.same-book", book=book)


async def _play_all(desk: Desk, plays: Sequence[Rehearsed], address: str, tell: Tell) -> None:
    client = await connect(address)
    async with asyncio.TaskGroup() as group:
        for play in plays:
            group.create_task(_play(desk, play, client, tell))


async def _play(desk: Desk, play: Rehearsed, client: Client, tell: Tell) -> None:
    scenario = play.scenario
    stage = build_stage(scenario, desk, client, KIND)
    shift = shift_of(stage, scenario.starts)
    clock = VirtualClock(client, stage.book, shift)
    counter = Counter(client, desk, _domain_clock(stage, clock, shift))
    tell("opening", None)
    cycle = await open_book(stage, counter, shift)
    rubric = load_rubric(rubric_path(scenario.rubric).read_bytes()).rubric
    await Player(stage, counter, clock, play.folder).play(rubric, lambda _position, act, _receipt: tell("act", act))
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
