"""The histories of a release's workflows: recorded from rehearsals, freed of what the machine added, replayed later."""

from __future__ import annotations

import asyncio
import gzip
import json
import re
from typing import TYPE_CHECKING

from temporalio.client import WorkflowHistory
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import Replayer

from app.temporal_client import connect
from app.temporal_server import temporal_server
from app.worker import sandbox
from workflows.bureau_cycle import BureauCycle
from workflows.department_year import DepartmentYear

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

# Names of machines, and paths in the traces of refusals.
_OF_THE_MACHINE = frozenset({"identity", "stackTrace", "workerInstanceKey", "binaryChecksum"})
# A worker's own queue is named by its process and its machine.
_OWN_QUEUE = re.compile(r"\d+@\S+")


def recorded(database: Path) -> list[WorkflowHistory]:
    """Every run of every workflow in the file of a server that runs no more, the earliest first."""
    with temporal_server(database, database.with_suffix(".histories.log"), skipping=True) as address:
        return asyncio.run(_fetched(address))


def replay_all(histories: Iterable[WorkflowHistory], workflows: Sequence[type] = (BureauCycle, DepartmentYear)) -> None:
    """Replay with the present code; raises temporalio's NondeterminismError at the first difference."""
    asyncio.run(_replayed(histories, workflows))


def write_history(history: WorkflowHistory, target: Path) -> None:
    """Pack one run without anything that only this machine could have said."""
    said = _cleaned(json.loads(history.to_json()))
    target.write_bytes(gzip.compress(json.dumps(said, ensure_ascii=False).encode(), mtime=0))


def read_history(file: Path) -> WorkflowHistory:
    """A run as it was packed."""
    return WorkflowHistory.from_json(file.name.removesuffix(".json.gz"), gzip.decompress(file.read_bytes()).decode())


def file_name(number: int, history: WorkflowHistory) -> str:
    """A name that sorts in the order of the runs and tells whose they are."""
    return f"{number:02d}-{re.sub('[^a-z0-9]+', '-', history.workflow_id)}.json.gz"


async def _fetched(address: str) -> list[WorkflowHistory]:
    client = await connect(address)
    found = [one async for one in client.list_workflows()]
    found.sort(key=lambda one: (one.id, one.start_time, one.run_id))
    return [await client.get_workflow_handle(one.id, run_id=one.run_id).fetch_history() for one in found]


async def _replayed(histories: Iterable[WorkflowHistory], workflows: Sequence[type]) -> None:
    replayer = Replayer(workflows=workflows, data_converter=pydantic_data_converter, workflow_runner=sandbox())
    for history in histories:
        await replayer.replay_workflow(history)


def _cleaned(part: object) -> object:
    if isinstance(part, dict):
        return {name: _cleaned(value) for name, value in part.items() if name not in _OF_THE_MACHINE}
    if isinstance(part, list):
        return [_cleaned(each) for each in part]
    return _OWN_QUEUE.sub("worker", part) if isinstance(part, str) else part
