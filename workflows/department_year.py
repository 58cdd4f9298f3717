"""DepartmentYear: one department from target setting to rectification, one run per phase."""

from __future__ import annotations

import asyncio
from datetime import date, datetime, time, timedelta

from temporalio import workflow
from temporalio.exceptions import ActivityError, ApplicationError

with workflow.unsafe.imports_passed_through():
    from activities.signatures import (
        CONCLUDE_YEAR,
        DEPARTMENT_YEAR,
        HANDLE_ACT,
        OPEN_PHASE,
        SAY_DEADLINE,
        ActCall,
        DeadlineCall,
        PhaseOpening,
        YearEnd,
    )
    from deadlines.errors import DeadlinesError
    from deadlines.ladder import Step, steps
    from deadlines.local_time import at_local
    from deadlines.protocol import next_state
    from models.commands import Act
    from models.receipts import Receipt, Turn
    from models.values import instant
    from workflows.domain_time import domain_now, domain_now_text
    from workflows.inputs import PhaseRun, YearReport
    from workflows.names import cycle_id
    from workflows.options import FOR_PEOPLE, FOR_THE_CLOCK
    from workflows.refusals import refusal, refusal_from, refusal_of


@workflow.defn(name=DEPARTMENT_YEAR)
class DepartmentYear:
    """Carries one phase from its opening to its end, then continues as the next.

    The ledger decides; this workflow keeps only whose turn it is and when to speak up. Its state follows the
    activity's answer and never runs ahead of it.
    """

    @workflow.init
    def __init__(self, run: PhaseRun) -> None:
        # An update can arrive before the first line of `run`: everything it reads is set here.
        self.input = run
        self.plan = run.plans[run.position]
        self.turn: Turn | None = None
        self.said: set[str] = set()
        self.lock = asyncio.Lock()

    @workflow.run
    async def run(self, run: PhaseRun) -> None:
        """Open the phase on its day, climb the ladder of each deadline until the phase is done, go on."""
        await self._sleep_until(at_local(date.fromisoformat(self.plan.opens), time(0)))
        async with self.lock:
            self.turn = await self._open()
        while not self._done():
            await self._climb()
        # Continuing with a handler in flight would lose its answer.
        await workflow.wait_condition(workflow.all_handlers_finished)
        if run.position + 1 < len(run.plans):
            workflow.continue_as_new(run.model_copy(update={"position": run.position + 1}))
        await self._conclude()

    @workflow.update
    async def act(self, act: Act) -> Receipt:
        """Do one act of a person; the receipt comes from the ledger."""
        async with self.lock:
            # Whoever held the lock may have moved the turn; the ledger would refuse too, but this is cheaper.
            try:
                receipt: Receipt = await workflow.execute_activity(
                    HANDLE_ACT, self._call(act), result_type=Receipt, **FOR_PEOPLE
                )
            except ActivityError as error:
                raise refusal_from(error) from error
            if receipt.turn is not None and receipt.turn.phase == self.plan.phase:
                self.turn = receipt.turn
            return receipt

    @act.validator
    def check_act(self, act: Act) -> None:
        """Refuse, with nothing written, what the phase is not open to. Reads state and clock only."""
        if self.turn is None:
            raise refusal("phase.not-open", {"phase": self.plan.phase, "department": self.input.department})
        try:
            next_state(self.turn.phase, self.turn.state, act.act)
        except DeadlinesError as error:
            raise refusal_of(error) from error
        # A minute of slack, because the edge's clock and the server's are two clocks.
        if instant(act.received_at) > domain_now(self.input.shift_seconds) + timedelta(minutes=1):
            raise refusal("act.from-the-future", {"received_at": act.received_at, "act": act.act})

    @workflow.query
    def standing(self) -> Turn | None:
        """Whose turn it is; None before the phase opens."""
        return self.turn

    def _done(self) -> bool:
        return self.turn is not None and self.turn.state == "done"

    async def _open(self) -> Turn:
        receipt: Receipt = await workflow.execute_activity(
            OPEN_PHASE,
            PhaseOpening(
                book=self.input.book,
                epoch=self.input.epoch,
                department=self.input.department,
                happened_at=domain_now_text(self.input.shift_seconds),
                plan=self.plan,
            ),
            result_type=Receipt,
            **FOR_THE_CLOCK,
        )
        if receipt.turn is None:
            raise ApplicationError("the opening of a phase answers with its turn", non_retryable=True)
        return receipt.turn

    async def _climb(self) -> None:
        """Wait for the next step of the awaited act's ladder, or for the turn to change."""
        turn = self.turn
        step = self._next_step(turn)
        if step is None:
            await workflow.wait_condition(lambda: self.turn != turn)
            return
        left = step.at - domain_now(self.input.shift_seconds)
        if left > timedelta(0):
            try:
                await workflow.wait_condition(lambda: self.turn != turn, timeout=left)
            except TimeoutError:
                pass
            else:
                return
        async with self.lock:
            if self.turn == turn:
                await self._say(step)

    def _next_step(self, turn: Turn | None) -> Step | None:
        if turn is None or turn.awaited is None:
            return None
        opened = at_local(date.fromisoformat(self.plan.opens), time(0))
        ladder = steps(date.fromisoformat(turn.awaited.due), self.plan.reminders, self.plan.overdue, opened)
        return next((step for step in ladder if self._name(turn, step) not in self.said), None)

    async def _say(self, step: Step) -> None:
        turn = self.turn
        if turn is None or turn.awaited is None:
            return
        await workflow.execute_activity(
            SAY_DEADLINE,
            DeadlineCall(
                book=self.input.book,
                epoch=self.input.epoch,
                department=self.input.department,
                phase=self.plan.phase,
                happened_at=domain_now_text(self.input.shift_seconds),
                act=turn.awaited.act,
                role=turn.awaited.role,
                due=turn.awaited.due,
                kind=step.kind,
                days=step.days,
            ),
            **FOR_THE_CLOCK,
        )
        self.said.add(self._name(turn, step))

    @staticmethod
    def _name(turn: Turn, step: Step) -> str:
        awaited = turn.awaited
        return f"{awaited.act}/{awaited.due}/{step.kind}-{step.days}" if awaited else ""

    def _call(self, act: Act) -> ActCall:
        return ActCall(
            book=self.input.book,
            epoch=self.input.epoch,
            department=self.input.department,
            phase=self.plan.phase,
            happened_at=domain_now_text(self.input.shift_seconds),
            act=act,
        )

    async def _sleep_until(self, moment: datetime) -> None:
        left = moment - domain_now(self.input.shift_seconds)
        if left > timedelta(0):
            await asyncio.sleep(left.total_seconds())

    async def _conclude(self) -> None:
        ended = domain_now_text(self.input.shift_seconds)
        await workflow.execute_activity(
            CONCLUDE_YEAR,
            YearEnd(
                book=self.input.book,
                epoch=self.input.epoch,
                department=self.input.department,
                happened_at=ended,
            ),
            **FOR_THE_CLOCK,
        )
        cycle = workflow.get_external_workflow_handle(cycle_id(self.input.book))
        await cycle.signal("year_concluded", YearReport(department=self.input.department, happened_at=ended))
