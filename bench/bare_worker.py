"""`python -m bench.bare_worker ADDRESS [FILE]`: the worker of the bare workflows, set as the product's own.

Its activities do nothing; with a FILE each writes a row of a record's size into SQLite, durably.
"""

from __future__ import annotations

import asyncio
import signal
import sqlite3
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from threading import Lock
from typing import TYPE_CHECKING, Final

from temporalio import activity
from temporalio.worker import Worker

from app.activity_host import TASK_QUEUE
from app.temporal_client import connect
from app.worker import sandbox
from bench.bare_workflows import DO, START, BareCycle, BareDepartment, BareRun
from workflows.names import year_id

if TYPE_CHECKING:
    from temporalio.client import Client

_RECORD_BYTES: Final = 1500
_THREADS: Final = 8


class BareActivities:
    """What the bare workflows call."""

    def __init__(self, client: Client, file: str | None) -> None:
        self._client = client
        self._lock = Lock()
        self._file = None if file is None else sqlite3.connect(file, check_same_thread=False, isolation_level=None)
        if self._file is not None:
            for said in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "CREATE TABLE done (what, payload)"):
                self._file.execute(said)

    @activity.defn(name=DO)
    def do(self, what: str) -> str:
        """Nothing, or one durable row."""
        if self._file is not None:
            with self._lock, closing(self._file.cursor()) as cursor:
                cursor.execute("INSERT INTO done VALUES (?, ?)", (what, b"x" * _RECORD_BYTES))
        return what

    @activity.defn(name=START)
    async def start(self, run: BareRun) -> None:
        """Start a department's year."""
        name = year_id(run.book, run.year.department)
        await self._client.start_workflow(BareDepartment.run, run, id=name, task_queue=TASK_QUEUE)


async def run(address: str, file: str | None = None) -> None:
    """Work until SIGTERM."""
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    client = await connect(address)
    bare = BareActivities(client, file)
    async with Worker(
        client,
        task_queue=TASK_QUEUE,
        workflows=[BareCycle, BareDepartment],
        activities=[bare.do, bare.start],
        activity_executor=ThreadPoolExecutor(_THREADS),
        workflow_runner=sandbox(),
        max_cached_workflows=5000,
        sticky_queue_schedule_to_start_timeout=timedelta(seconds=2),
    ):
        await stop.wait()


if __name__ == "__main__":
    asyncio.run(run(*sys.argv[1:]))
