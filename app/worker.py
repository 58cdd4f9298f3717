"""The worker process: `python -m app.worker ADDRESS` runs workflows and activities until it is told to stop."""

from __future__ import annotations

import asyncio
import gc
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from temporalio.worker import Worker
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions

from app.activity_host import TASK_QUEUE, ActivityHost
from app.logs import configure_logs
from app.settings import Settings
from app.temporal_client import connect
from app.wiring import open_desk
from workflows.bureau_cycle import BureauCycle
from workflows.department_year import DepartmentYear

if TYPE_CHECKING:
    from temporalio.client import Client

    from activities.desk import Desk

# Importing these anew for every workflow costs 300 ms and 16 MB each; only the workflow classes are checked.
_PASSED: Final = (
    "activities",
    "audit",
    "deadlines",
    "models",
    "rules",
    "workflows.inputs",
    "workflows.names",
    "workflows.options",
    "workflows.refusals",
    "workflows.rungs",
    "workflows.domain_time",
    "pydantic",
    "sqlalchemy",
    "sqlmodel",
    "structlog",
)
_THREADS: Final = 8


def sandbox() -> SandboxedWorkflowRunner:
    """The runner of workflows: the workflow classes inside the sandbox, everything else passed through."""
    return SandboxedWorkflowRunner(restrictions=SandboxRestrictions.default.with_passthrough_modules(*_PASSED))


def worker(client: Client, desk: Desk) -> Worker:
    """The one worker of this machine: both workflows and every activity."""
    return Worker(
        client,
        task_queue=TASK_QUEUE,
        workflows=[BureauCycle, DepartmentYear],
        activities=ActivityHost(desk, client).all(),
        activity_executor=ThreadPoolExecutor(_THREADS, thread_name_prefix="activity"),
        workflow_runner=sandbox(),
        max_cached_workflows=5000,
        # After a kill the first task would otherwise wait ten seconds for the worker that is gone.
        sticky_queue_schedule_to_start_timeout=timedelta(seconds=2),
        graceful_shutdown_timeout=timedelta(seconds=10),
    )


async def run(address: str) -> None:
    """Work until SIGTERM or SIGINT; then finish what is in hand."""
    settings = Settings()
    configure_logs(settings.logs / "worker.log")
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    client = await connect(address)
    desk = open_desk(settings)
    # What is loaded by now stays until the end: nobody has to look through it for garbage.
    gc.freeze()
    async with worker(client, desk):
        await stop.wait()


if __name__ == "__main__":
    asyncio.run(run(sys.argv[1]))
