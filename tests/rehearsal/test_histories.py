"""Every run of a rehearsed year replays without a difference: the workflows are deterministic."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import Replayer

from app.temporal_client import connect
from app.temporal_server import temporal_server
from app.worker import sandbox
from workflows.bureau_cycle import BureauCycle
from workflows.department_year import DepartmentYear

if TYPE_CHECKING:
    from temporalio.client import WorkflowHistory

    from tests.support.rehearsals import Played

pytestmark = pytest.mark.slow


def test_every_run_of_the_year_replays(shijing: Played) -> None:
    with temporal_server(shijing.settings.temporal, shijing.settings.logs / "again.log", skipping=True) as address:
        histories = asyncio.run(_histories(address))
        # One run of the cycle, five of the department: a run per phase.
        assert len(histories) == 6
        asyncio.run(_replay(histories))


async def _histories(address: str) -> list[WorkflowHistory]:
    client = await connect(address)
    return [
        await client.get_workflow_handle(found.id, run_id=found.run_id).fetch_history()
        async for found in client.list_workflows()
    ]


async def _replay(histories: list[WorkflowHistory]) -> None:
    replayer = Replayer(
        workflows=[BureauCycle, DepartmentYear],
        data_converter=pydantic_data_converter,
        workflow_runner=sandbox(),
    )
    for history in histories:
        await replayer.replay_workflow(history)
