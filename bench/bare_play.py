"""Play a bare script on the embedded server under a virtual clock, in the way in which a rehearsal is played."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from app.activity_host import TASK_QUEUE
from app.rehearsal.at_once import at_once
from app.rehearsal.clock import VirtualClock
from app.temporal_client import connect
from app.temporal_server import temporal_server
from app.tethered import tethered
from bench.bare_workflows import BareCycle, BareDepartment, BareRun
from models.values import instant
from workflows.names import cycle_id, year_id

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from temporalio.client import Client

    from bench.bare_script import BareScript, BareYear

_PAST: Final = timedelta(minutes=1)
_STOP_SECONDS: Final = 20


def play_bare(folder: Path, script: BareScript, starts: datetime, *, durable: bool) -> None:
    """Play the script from its start to its last workflow's end; `durable` lets every activity write a row."""
    folder.mkdir()
    file = [str(folder / "rows.db")] if durable else []
    with (
        temporal_server(folder / "temporal.db", folder / "temporal.log", skipping=True) as address,
        _worker(address, file),
    ):
        asyncio.run(_Play(script, starts).play(address))


@contextmanager
def _worker(address: str, file: list[str]) -> Iterator[None]:
    command = [sys.executable, "-m", "bench.bare_worker", address, *file]
    with subprocess.Popen(tethered(command)) as process:  # noqa: S603  # our own module with our own arguments
        try:
            yield
        finally:
            process.terminate()
            process.wait(_STOP_SECONDS)


class _Play:
    def __init__(self, script: BareScript, starts: datetime) -> None:
        self._script = script
        self._shift = int((starts - datetime.now(UTC)).total_seconds())

    async def play(self, address: str) -> None:
        client = await connect(address)
        clock = VirtualClock(client, self._script.book, self._shift)
        years = self._script.years
        cycle = await client.start_workflow(
            BareCycle.run, len(years), id=cycle_id(self._script.book), task_queue=TASK_QUEUE
        )
        for request in range(self._script.orders):
            await clock.now("")
            await cycle.execute_update(BareCycle.order, args=[str(request), None])
        for year in years:
            run = BareRun(book=self._script.book, shift_seconds=self._shift, year=year)
            await clock.now("")
            await cycle.execute_update(BareCycle.order, args=[year.department, run])
        await at_once(self._acts(client, clock, year) for year in years)
        end = instant(self._script.end) + _PAST
        await at_once(clock.advance(year.department, end) for year in years)
        await cycle.result()

    async def _acts(self, client: Client, clock: VirtualClock, year: BareYear) -> None:
        handle = client.get_workflow_handle_for(BareDepartment.run, year_id(self._script.book, year.department))
        for act in year.acts:
            await clock.advance(year.department, instant(act) + _PAST)
            await clock.now(year.department)
            await handle.execute_update(BareDepartment.act, act)
