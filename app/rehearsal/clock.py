"""The virtual clock: each department's workflow, and the bureau's own, is brought to a domain day."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, TypeAlias

from temporalio.service import RPCError, RPCStatusCode

from app.errors import AppError
from app.passing import passes
from app.rehearsal.skipping import Skipping
from workflows.bureau_cycle import BureauCycle
from workflows.department_year import DepartmentYear
from workflows.names import cycle_id, year_id

if TYPE_CHECKING:
    from temporalio.client import Client, WorkflowHandle

Handle: TypeAlias = "WorkflowHandle[DepartmentYear, None] | WorkflowHandle[BureauCycle, None]"

_PATIENCE_SECONDS: Final = 120
_SKIP_SECONDS: Final = 30
_PAUSE_SECONDS: Final = 0.02
_NEAR: Final = timedelta(seconds=1)


class VirtualClock:
    """Domain time of one rehearsed book: a workflow's virtual clock plus the book's shift.

    Every department has a clock of its own, and so has the bureau, which is named by "".
    """

    def __init__(self, client: Client, book: str, shift_seconds: int) -> None:
        self._client = client
        self._book = book
        self._shift = timedelta(seconds=shift_seconds)
        self._skipping = Skipping(client)
        # Whose clock stands where we brought it; any other may still be on a way that we or our predecessor began.
        self._steady: set[str] = set()

    async def now(self, department: str) -> datetime:
        """The domain time of a department's year, or of the bureau."""
        return await self._skipping.now(self._handle(department)) + self._shift

    async def advance(self, department: str, moment: datetime) -> None:
        """Bring a department's year, or the bureau, to a domain moment; what has ended stays where it is.

        Asks again while a worker or the server is being started again; raises AppError `rehearsal.stuck` when that
        lasts too long.
        """
        try:
            async with asyncio.timeout(_PATIENCE_SECONDS):
                await self._bring(department, moment - self._shift)
        except TimeoutError as error:
            raise AppError("rehearsal.stuck", department=department, moment=moment.isoformat()) from error

    async def _bring(self, department: str, until: datetime) -> None:
        """Skip as often as it takes: who is away does not call when it is back."""
        while True:
            if await self._advanced(department, until):
                return
            await asyncio.sleep(_PAUSE_SECONDS)

    async def _advanced(self, department: str, until: datetime) -> bool:
        """Skip once; False when it has to be looked at again."""
        handle = self._handle(department)
        try:
            async with asyncio.timeout(_SKIP_SECONDS):
                await self._skip(department, handle, until)
                return until - await self._skipping.now(handle) <= _NEAR
        except TimeoutError:
            return False
        except RPCError as error:
            return await self._ended(handle, error)

    async def _skip(self, department: str, handle: Handle, until: datetime) -> None:
        if department not in self._steady:
            await self._skipping.stop(handle)
        left = until - await self._skipping.now(handle)
        if left > _NEAR:
            self._steady.discard(department)
            await self._skipping.forward(handle, left)
        self._steady.add(department)

    def _handle(self, department: str) -> Handle:
        if not department:
            return self._client.get_workflow_handle_for(BureauCycle.run, cycle_id(self._book))
        return self._client.get_workflow_handle_for(DepartmentYear.run, year_id(self._book, department))

    @staticmethod
    async def _ended(handle: Handle, error: RPCError) -> bool:
        """Whether the year is over; what passes by itself is not, nor what is said between two runs."""
        if passes(error):
            return False
        if error.status not in (RPCStatusCode.NOT_FOUND, RPCStatusCode.FAILED_PRECONDITION):
            raise error
        try:
            return (await handle.describe()).close_time is not None
        except RPCError as second:
            if passes(second):
                return False
            raise
