"""Skipping the empty time of single workflows, in calls of which none does harm when it is answered by nobody.

The server forwards a clock by a duration. Sent again after a gap in which the first sending was already under way, it
would carry the clock too far: so it is sent once, and before the next sending whatever is under way is stopped.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from google.protobuf.field_mask_pb2 import FieldMask
from temporalio.api.common.v1 import FastForwardConfig, TimeSkippingConfig, WorkflowExecution
from temporalio.api.enums.v1.time_skipping_pb2 import FastForwardPollingResult
from temporalio.api.workflow.v1 import WorkflowExecutionOptions
from temporalio.api.workflowservice.v1 import (
    PollWorkflowExecutionTimeSkippingRequest,
    UpdateWorkflowExecutionOptionsRequest,
)
from temporalio.client import Client
from temporalio.testing import TimeSkipper
from temporalio.testing import TimeSkippingConfig as Defaults

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from temporalio.client import WorkflowHandle

Handle: TypeAlias = "WorkflowHandle[Any, Any]"

_ENDS = (
    FastForwardPollingResult.FAST_FORWARD_POLLING_RESULT_FAST_FORWARD_COMPLETED,
    FastForwardPollingResult.FAST_FORWARD_POLLING_RESULT_FAST_FORWARD_FAILED,
)


@dataclass(frozen=True)
class Skipping:
    """The time of workflows as the server keeps it; every method raises RPCError."""

    client: Client

    async def now(self, handle: Handle) -> datetime:
        """The virtual time of a workflow; the machine's while nothing was ever skipped."""
        return await TimeSkipper(self.client, config=Defaults(enabled=False)).get_current_time(handle)

    async def stop(self, handle: Handle) -> None:
        """Let the workflow's clock run at the pace of the machine's from where it stands."""
        await self._configure(handle, TimeSkippingConfig(enabled=False), retry=True)

    async def forward(self, handle: Handle, duration: timedelta) -> None:
        """Skip over a duration and wait until all that lies before its end has been worked off, over every run."""
        name = str(uuid.uuid4())
        by = FastForwardConfig(id=name)
        by.duration.FromTimedelta(duration)
        await self._configure(handle, TimeSkippingConfig(enabled=True, fast_forward_config=by), retry=False)
        asked = PollWorkflowExecutionTimeSkippingRequest(
            namespace=self.client.namespace,
            workflow_execution=WorkflowExecution(workflow_id=handle.id),
            fast_forward_id=name,
        )
        answer = None
        while answer not in _ENDS:
            said = await self.client.workflow_service.poll_workflow_execution_time_skipping(asked, retry=True)
            answer = said.fast_forward_polling_result

    async def _configure(self, handle: Handle, wanted: TimeSkippingConfig, *, retry: bool) -> None:
        await self.client.workflow_service.update_workflow_execution_options(
            UpdateWorkflowExecutionOptionsRequest(
                namespace=self.client.namespace,
                workflow_execution=WorkflowExecution(workflow_id=handle.id),
                workflow_execution_options=WorkflowExecutionOptions(time_skipping_config=wanted),
                update_mask=FieldMask(paths=["time_skipping_config"]),
                identity=self.client.identity,
            ),
            retry=retry,
        )
