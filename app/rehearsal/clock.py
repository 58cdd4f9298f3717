"""The virtual clock: each department's workflow, and the bureau's own, is brought to a domain day."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, TypeAlias

from temporalio.service import RPCError, RPCStatusCode
from temporalio.testing import TimeSkipper, TimeSkippingConfig

from app.errors import AppError
from workflows.bureau_cycle import BureauCycle
from workflows.department_year import DepartmentYear
from workflows.names import cycle_id, year_id

if TYPE_CHECKING:
    from temporalio.client import Client, WorkflowHandle

Handle: TypeAlias = "WorkflowHandle[DepartmentYear, None] | WorkflowHandle[BureauCycle, None]"

_TRIES: Final = 400
_PAUSE_SECONDS: Final = 0.02


class VirtualClock:
    """Domain time of one rehearsed book: a workflow's virtual clock plus the book's shift.

    Every department has a clock of its own, and so has the bureau, which is named by "".
    """

    def __init__(self, client: Client, book: str, shift_seconds: int) -> None:
        self._client = client
        self._book = book
        self._shift = timedelta(seconds=shift_seconds)
        # Disabled by default: an enabled workflow would run through its whole year before anyone could act.
        self._skipper = TimeSkipper(client, config=TimeSkippingConfig(enabled=False))

    async def now(self, department: str) -> datetime:
        """The domain time of a department's year, or of the bureau."""
        return await self._skipper.get_current_time(self._handle(department)) + self._shift

    async def advance(self, department: str, moment: datetime) -> None:
        """Bring a department's year, or the bureau, to a domain moment; what has ended stays where it is."""
        handle = self._handle(department)
        for _ in range(_TRIES):
            try:
                left = moment - self._shift - await self._skipper.get_current_time(handle)
                if left > timedelta(seconds=1):
                    await self._skipper.fast_forward(handle, left)
                    continue
            except RPCError as error:
                if await self._ended(handle, error):
                    return
                # Between two runs, or while a worker is being started again: ask once more.
                await asyncio.sleep(_PAUSE_SECONDS)
            else:
                return
        raise AppError("rehearsal.stuck", department=department, moment=moment.isoformat())

    def _handle(self, department: str) -> Handle:
        if not department:
            return self._client.get_workflow_handle_for(BureauCycle.run, cycle_id(self._book))
        return self._client.get_workflow_handle_for(DepartmentYear.run, year_id(self._book, department))

    @staticmethod
    async def _ended(handle: Handle, error: RPCError) -> bool:
        if error.status not in (RPCStatusCode.NOT_FOUND, RPCStatusCode.FAILED_PRECONDITION):
            raise error
        description = await handle.describe()
        return description.close_time is not None
