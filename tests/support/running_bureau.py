"""A bureau's book on a real server with a worker of this process; its domain time is a day without any reminder."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import event
from temporalio.client import Client

from app.counter import Counter, DomainClock
from app.filing import filing_of
from app.people import register
from app.resume import resume_book
from app.settings import Settings
from app.stage import Stage, build_stage, open_book, shift_of
from app.temporal_client import connect
from app.temporal_server import temporal_server
from app.wiring import open_desk
from app.worker import worker
from deadlines.local_time import at_local
from models.commands import Answer, Appoint, Deed, Enrol
from tests.support.shijing import rubric_file, scenario, shijing_facts
from workflows.department_year import DepartmentYear
from workflows.names import year_id

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterator
    from datetime import datetime
    from pathlib import Path
    from sqlite3 import Connection
    from typing import Any, TypeVar

    from sqlalchemy.pool import ConnectionPoolEntry
    from temporalio.client import WorkflowHandle
    from temporalio.worker import Worker

    from activities.desk import Desk
    from models.commands import Filed

    T = TypeVar("T")

_BUSY_MILLISECONDS = 100


@dataclass(frozen=True)
class Bureau:
    """The running book; every test takes a department of its own in."""

    runner: asyncio.Runner
    client: Client
    stage: Stage
    counter: Counter
    settings: Settings

    @property
    def desk(self) -> Desk:
        """The desk that the worker writes at."""
        return self.stage.desk

    @property
    def book(self) -> str:
        """The open book."""
        return self.stage.book

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Do it while the worker works."""
        return self.runner.run(work)

    def take_in(self, department: str) -> WorkflowHandle[DepartmentYear, None]:
        """Enrol a department and appoint its filler; its targets are awaited when this returns."""
        return self.run(self._take_in(department))

    async def _take_in(self, department: str) -> WorkflowHandle[DepartmentYear, None]:
        security, office = self.stage.officer("security-officer"), self.stage.officer("performance-office")
        appoint = Appoint(
            appointee=self.stage.actors["tianbao"], role="filler", department=department, from_day="2020-10-09"
        )
        await self.counter.order(self.book, f"appoint/{department}", security, appoint)
        enrol = Enrol(department=department, name=department, rubric_hash=rubric_file().hash)
        await self.counter.order(self.book, f"enrol/{department}", office, enrol)
        handle = self.client.get_workflow_handle_for(DepartmentYear.run, year_id(self.book, department))
        async with asyncio.timeout(10):
            while not await handle.query(DepartmentYear.standing):  # noqa: ASYNC110  # only a query tells
                await asyncio.sleep(0.02)
        return handle

    def second_reviewer(self) -> str:
        """Another person who may review."""
        actor = register(self.desk.engine, "fuhe-2", "复核员二")
        appoint = Appoint(appointee=actor, role="reviewer", from_day="2020-10-09")
        security = self.stage.officer("security-officer")
        self.run(self.counter.order(self.book, "appoint/fuhe-2", security, appoint))
        return actor

    def filing(self) -> Deed:
        """The department files its targets."""
        actor = self.stage.actors["tianbao"]
        return Deed(actor=actor, act="targets.file", matter="targets", content=targets())

    def answer(self, act: str, who: str = "fuhe", matter: str = "targets") -> Deed:
        """The bureau returns or approves."""
        return Deed(actor=self.stage.actors[who], act=act, matter=matter, content=Answer(opinion="0" * 64))


def targets() -> Filed:
    """Shijing's targets."""
    return filing_of(rubric_file().rubric, shijing_facts(), "targets.file")[0]


@contextmanager
def running_bureau(
    where: Path | Settings,
    day: str = "2020-10-20",
    *,
    skipping: bool = False,
    resumed_by: str | None = None,
    keys: tuple[str, ...] = (),
) -> Iterator[Bureau]:
    """Server, worker and book for the length of the block; the counter's clock stands still on the domain day.

    With `skipping` a department's own time can be brought forward; `resumed_by` takes the book of the folder up again.
    `where` is a data folder, or settings that name a server; `keys` are further settings of the engine.
    """
    settings = where if isinstance(where, Settings) else Settings(data=where)
    now = at_local(date.fromisoformat(day), time(10))
    with (
        temporal_server(settings.temporal, settings.logs / "temporal.log", skipping=skipping, keys=keys) as address,
        asyncio.Runner() as runner,
    ):
        desk = open_desk(settings)
        if desk.engine.dialect.name == "sqlite":
            event.listen(desk.engine, "connect", _impatient)
        desk.engine.dispose()
        client = runner.run(connect(address))
        working = runner.run(_at_work(client, desk))
        stage = build_stage(scenario(), desk, client, "rehearsal")
        counter = Counter(client, desk, _standing_clock(now))
        if resumed_by is not None:
            runner.run(resume_book(counter, stage.book, resumed_by))
        # Half a minute later than the counter's, so that nothing is received before it happened.
        runner.run(open_book(stage, counter, shift_of(stage, now + timedelta(seconds=30))))
        yield Bureau(runner, client, stage, counter, settings)
        runner.run(working.__aexit__(None, None, None))
        desk.engine.dispose()


async def _at_work(client: Client, desk: Desk) -> Worker:
    return await worker(client, desk).__aenter__()


def _standing_clock(now: datetime) -> DomainClock:
    async def clock(_book: str, _department: str) -> datetime:
        return now

    return clock


def _impatient(connection: Connection, _entry: ConnectionPoolEntry) -> None:
    """A test does not wait ten seconds for a lock."""
    connection.execute(f"PRAGMA busy_timeout={_BUSY_MILLISECONDS}").close()
