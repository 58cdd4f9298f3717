"""Rehearse a scenario: server, worker in a process of its own, the year under a virtual clock; the book is kept."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlmodel import col, select
from temporalio.service import RPCError

from app.counter import Counter
from app.errors import AppError
from app.own_module import own_module
from app.passing import passes
from app.rehearsal.at_once import at_once
from app.rehearsal.behaved import with_derived_acts
from app.rehearsal.clock import Handle, VirtualClock
from app.rehearsal.play import Player, Tell
from app.resume import books_without_cycle, resume_book
from app.scenario import Scenario, load_scenario, scenario_folder
from app.service import alone
from app.stage import PERFORMANCE_OFFICE, build_stage, open_book, shift_of
from app.temporal_client import connect
from app.temporal_server import temporal_server
from app.wiring import open_desk
from models.book import BookId
from models.projections import Book, Department
from workflows.department_year import DepartmentYear
from workflows.names import year_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from temporalio.client import Client, WorkflowHandle

    from activities.desk import Desk
    from app.settings import Settings
    from workflows.bureau_cycle import BureauCycle

_CONCLUDE_SECONDS = 120
_PAUSE_SECONDS = 0.2

KIND: Final = "rehearsal"


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
    `rehearsal.left-open` when a play leaves a department's year unfinished, `service.running` while somebody else
    works on the folder.
    """
    plays = tuple(_load(name) for name in names)
    _refuse_same_book(plays)
    with alone(settings):
        desk = open_desk(settings)
        try:
            _rehearse(settings, desk, plays, tell)
        finally:
            desk.engine.dispose()
    return plays


def _rehearse(settings: Settings, desk: Desk, plays: Sequence[Rehearsed], tell: Tell) -> None:
    refuse_real_books(desk)
    open_plays = [play for play in plays if not _concluded(desk, play.book)]
    if open_plays:
        tell("server", None)
        with (
            temporal_server(settings.temporal, settings.logs / "temporal.log", skipping=True) as address,
            own_module(settings, "worker", "app.worker", address),
        ):
            asyncio.run(_play_all(desk, open_plays, address, tell))


def _load(name: str) -> Rehearsed:
    folder = scenario_folder(name)
    scenario = with_derived_acts(load_scenario(folder / "scenario.yaml"), folder)
    return Rehearsed(scenario, folder, str(BookId(bureau=scenario.bureau.id, year=scenario.year, kind=KIND)))


def _refuse_same_book(plays: Sequence[Rehearsed]) -> None:
    books = [play.book for play in plays]
    for book in books:
        if books.count(book) > 1:
            raise AppError("rehearsal.same-book", book=book)


async def _play_all(desk: Desk, plays: Sequence[Rehearsed], address: str, tell: Tell) -> None:
    client = await connect(address)
    await at_once(_play(desk, play, client, tell) for play in plays)


async def _play(desk: Desk, play: Rehearsed, client: Client, tell: Tell) -> None:
    scenario = play.scenario
    stage = build_stage(scenario, desk, client, KIND)
    shift = shift_of(stage, scenario.starts)
    clock = VirtualClock(client, stage.book, shift)
    counter = Counter(client, desk, lambda _book, department: clock.now(department))
    tell("opening", None)
    if stage.book in await books_without_cycle(client, desk):
        await resume_book(counter, stage.book, stage.login(PERFORMANCE_OFFICE))
    cycle = await open_book(stage, counter, shift)
    await Player(stage, counter, clock, play.folder).play(tell)
    tell("closing", None)
    try:
        async with asyncio.timeout(_CONCLUDE_SECONDS):
            await _ended(desk, play, client, cycle)
    except TimeoutError as error:
        unfinished = "、".join(_yet_to_end(desk, play))
        raise AppError("rehearsal.left-open", book=play.book, departments=unfinished) from error


async def _ended(desk: Desk, play: Rehearsed, client: Client, cycle: WorkflowHandle[BureauCycle, None]) -> None:
    """Wait for the bureau's cycle; for every other department where one's behaviour keeps its year open."""
    if all(one.ends() for one in play.scenario.departments):
        return await _result(cycle)
    years = [year_id(play.book, department) for department in _yet_to_end(desk, play)]
    return await at_once(_result(client.get_workflow_handle_for(DepartmentYear.run, year)) for year in years)


async def _result(handle: Handle) -> None:
    """Wait through any gap: the server may be started again while we wait."""
    while True:
        try:
            return await handle.result()
        except RPCError as error:
            if not passes(error):
                raise
        await asyncio.sleep(_PAUSE_SECONDS)


def refuse_real_books(desk: Desk) -> None:
    """A rehearsal never shares a folder with a real book."""
    with desk.reading() as session:
        real = session.exec(select(Book.book).where(col(Book.kind) == "real")).first()
    if real is not None:
        raise AppError("rehearsal.real-book", book=real)


def _yet_to_end(desk: Desk, play: Rehearsed) -> list[str]:
    """The departments whose year has not ended, without those that are meant to stay open."""
    meant = [one.id for one in play.scenario.departments if one.ends()]
    with desk.reading() as session:
        query = select(Department.department).where(
            col(Department.book) == play.book,
            col(Department.department).in_(meant),
            col(Department.concluded) == False,  # noqa: E712  # a column, not a flag
        )
        return list(session.exec(query.order_by(col(Department.department))))


def _concluded(desk: Desk, book: str) -> bool:
    with desk.reading() as session:
        kept = session.get(Book, book)
    return kept is not None and kept.concluded
