"""The floor under a department's year: workflows with the same updates, timers, activities and runs, and no product."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from temporalio import workflow

if TYPE_CHECKING:
    from datetime import timedelta

with workflow.unsafe.imports_passed_through():
    from bench.bare_script import BareYear
    from models.values import Frozen, instant
    from workflows.domain_time import domain_now
    from workflows.names import cycle_id
    from workflows.options import FOR_PEOPLE, FOR_THE_CLOCK

DO: Final = "bare-do"
START: Final = "bare-start"


class BareRun(Frozen):
    """One run of a bare year; `acted` counts the acts of all runs so far."""

    book: str
    shift_seconds: int
    year: BareYear
    position: int = 0
    acted: int = 0


@workflow.defn
class BareDepartment:
    """An activity for each moment of the script and for each act, a run per phase."""

    @workflow.init
    def __init__(self, run: BareRun) -> None:
        self.input = run
        self.acted = run.acted
        self.changes = 0

    @workflow.run
    async def run(self, run: BareRun) -> None:
        """Speak at each moment; every act breaks the waiting off and begins it anew."""
        for moment in run.year.runs[run.position]:
            while await self._changed_within(instant(moment) - domain_now(run.shift_seconds)):
                pass
            await workflow.execute_activity(DO, moment, **FOR_THE_CLOCK)
        if run.position + 1 < len(run.year.runs):
            await workflow.wait_condition(workflow.all_handlers_finished)
            workflow.continue_as_new(run.model_copy(update={"position": run.position + 1, "acted": self.acted}))
        await workflow.wait_condition(lambda: self.acted == len(run.year.acts) and workflow.all_handlers_finished())
        await workflow.execute_activity(DO, "end", **FOR_THE_CLOCK)
        await workflow.get_external_workflow_handle(cycle_id(run.book)).signal("ended", run.year.department)

    @workflow.update
    async def act(self, request: str) -> str:
        """One act: one activity."""
        done: str = await workflow.execute_activity(DO, request, result_type=str, **FOR_PEOPLE)
        self.acted += 1
        self.changes += 1
        return done

    async def _changed_within(self, left: timedelta) -> bool:
        if left.total_seconds() <= 0:
            return False
        before = self.changes
        try:
            await workflow.wait_condition(lambda: self.changes != before, timeout=left)
        except TimeoutError:
            return False
        return True


@workflow.defn
class BareCycle:
    """An activity for each order, one more for each department that it starts; ends with the last of them."""

    @workflow.init
    def __init__(self, departments: int) -> None:
        self.left = departments

    @workflow.run
    async def run(self, _departments: int) -> None:
        """Wait for every department."""
        await workflow.execute_activity(DO, "open", **FOR_THE_CLOCK)
        await workflow.wait_condition(lambda: self.left == 0 and workflow.all_handlers_finished())
        await workflow.execute_activity(DO, "close", **FOR_THE_CLOCK)

    @workflow.update
    async def order(self, request: str, start: BareRun | None) -> str:
        """One order."""
        done: str = await workflow.execute_activity(DO, request, result_type=str, **FOR_PEOPLE)
        if start is not None:
            await workflow.execute_activity(START, start, **FOR_THE_CLOCK)
        return done

    @workflow.signal
    def ended(self, _department: str) -> None:
        """A department has come to its end."""
        self.left -= 1
