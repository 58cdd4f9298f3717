"""DepartmentYear: one department from target setting to rectification, one run per phase."""

from __future__ import annotations

import asyncio
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from temporalio import workflow
from temporalio.exceptions import ActivityError, ApplicationError

if TYPE_CHECKING:
    from collections.abc import Callable

with workflow.unsafe.imports_passed_through():
    from activities.signatures import (
        CONCLUDE_YEAR,
        DEEM_ACKNOWLEDGED,
        DEPARTMENT_YEAR,
        HANDLE_ACT,
        OPEN_PHASE,
        SAY_DEADLINE,
        SUSPEND_WARNING,
        ActCall,
        DeadlineCall,
        Deemed,
        PhaseOpening,
        PhasePlan,
        YearEnd,
    )
    from deadlines.errors import DeadlinesError
    from deadlines.local_time import at_local
    from deadlines.moves import ACKNOWLEDGEMENT, PHASES, course_of
    from deadlines.protocol import acts_open, locked_by, next_state
    from models.commands import Act, Deed
    from models.receipts import Awaited, Receipt, Turn
    from models.values import instant
    from workflows.domain_time import domain_now, domain_now_text
    from workflows.inputs import PhaseRun, TurnsTaken, YearReport
    from workflows.names import cycle_id
    from workflows.news import is_news, is_settled
    from workflows.options import FOR_PEOPLE, FOR_THE_CLOCK
    from workflows.refusals import refusal, refusal_from, refusal_of
    from workflows.rungs import SILENCE, SUSPENSION, Rung, rungs_of

_SETTLED_DAYS = "settled-days-are-heard"
# What the clock says that is more than a reminder: the activity decides, and its turns follow.
_DECIDING = {SILENCE: DEEM_ACKNOWLEDGED, SUSPENSION: SUSPEND_WARNING}


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
        self.plans = run.plans
        self.turns: dict[str, Turn] = {turn.matter: turn for turn in run.turns}
        self.said = set(run.said)
        self.ended = False
        self.lock = asyncio.Lock()

    @property
    def plan(self) -> PhasePlan:
        """The phase of this run, with the dates as they are known now."""
        return self.plans[self.input.position]

    @workflow.run
    async def run(self, run: PhaseRun) -> None:
        """Open the phase on its day, climb the ladders of what is awaited until the phase is done, go on."""
        opens = at_local(date.fromisoformat(self.plan.opens), time(0))
        await self._climb_until(lambda: False, opens)
        async with self.lock:
            self._take(await self._open())
        last = run.position + 1 == len(run.plans)
        await self._climb_to_the_end(self._settled if last else self._done)
        if not last:
            workflow.continue_as_new(run.model_copy(update={"position": run.position + 1, **self._carried()}))
        self.ended = True
        await self._conclude()
        await workflow.wait_condition(workflow.all_handlers_finished)

    @workflow.update
    async def act(self, act: Act) -> Receipt:
        """Do one act of a person; the receipt comes from the ledger."""
        async with self.lock:
            if self.ended:
                raise refusal("year.not-running", {"request": act.request})
            try:
                receipt: Receipt = await workflow.execute_activity(
                    HANDLE_ACT, self._call(act), result_type=Receipt, **FOR_PEOPLE
                )
            except ActivityError as error:
                raise refusal_from(error) from error
            self._take(receipt.turns)
            return receipt

    @act.validator
    def check_act(self, act: Act) -> None:
        """Refuse, with nothing written, what a matter is not open to. Reads state and clock only."""
        turn = self.turns.get(act.deed.matter)
        if turn is None:
            raise self._unknown(act.deed)
        try:
            next_state(turn.course, turn.state, act.deed.act)
        except DeadlinesError as error:
            raise refusal_of(error) from error
        # A minute of slack, because the edge's clock and the server's are two clocks.
        if instant(act.received_at) > domain_now(self.input.shift_seconds) + timedelta(minutes=1):
            raise refusal("act.from-the-future", {"received_at": act.received_at, "act": act.deed.act})

    @workflow.signal
    async def take_turns(self, taken: TurnsTaken) -> None:
        """An order of the bureau changed turns of this department, or the dates of its phases."""
        async with self.lock:
            self.plans = taken.plans or self.plans
            self._take(tuple(turn for turn in taken.turns if self._changes(turn, corrected=taken.corrected)))

    @workflow.query
    def standing(self) -> tuple[Turn, ...]:
        """Whose turn it is, for every matter of this run."""
        return tuple(self.turns.values())

    def _changes(self, told: Turn, *, corrected: bool) -> bool:
        known = self.turns.get(told.matter)
        if is_news(told, known, corrected=corrected):
            return True
        # Years that run since before would wait for the next step with another timer than their history has.
        return is_settled(told, known) and workflow.patched(_SETTLED_DAYS)

    def _unknown(self, deed: Deed) -> ApplicationError:
        matter, instead = deed.matter, locked_by(deed.matter)
        if instead in self.turns:
            return refusal("act.locked", {"act": deed.act, "matter": matter, "instead": f"{instead}.file"})
        code = "phase.not-open" if course_of(matter) in PHASES else "matter.unknown"
        return refusal(code, {"phase": matter, "matter": matter, "department": self.input.department})

    def _take(self, turns: tuple[Turn, ...]) -> None:
        self.turns.update({turn.matter: turn for turn in turns})

    def _done(self) -> bool:
        turn = self.turns.get(self.plan.phase)
        return turn is not None and turn.state == "done"

    def _settled(self) -> bool:
        """The year ends only when no phase is open, a reopened review included, and no final score is unanswered."""
        holding = (*PHASES, ACKNOWLEDGEMENT)
        return self._done() and all(
            turn.state == "done" for turn in self.turns.values() if course_of(turn.matter) in holding
        )

    def _carried(self) -> dict[str, object]:
        """What outlives the phase: what is open or may still be amended, and what has been said about it."""
        turns = tuple(turn for turn in self.turns.values() if turn.state != "done" or acts_open(turn.course, "done"))
        prefixes = tuple(f"{turn.matter}|" for turn in turns)
        said = tuple(sorted(name for name in self.said if name.startswith(prefixes)))
        return {"plans": self.plans, "turns": turns, "said": said}

    async def _open(self) -> tuple[Turn, ...]:
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
        return receipt.turns

    async def _climb_to_the_end(self, done: Callable[[], bool]) -> None:
        """An act in flight would lose its answer, and may open again what was done: it is waited for."""
        await self._climb_until(done, None)
        while not (done() and workflow.all_handlers_finished()):
            await workflow.wait_condition(workflow.all_handlers_finished)
            await self._climb_until(done, None)

    async def _climb_until(self, done: Callable[[], bool], end: datetime | None) -> None:
        """Say what each ladder has to say in its time, until `done` or the domain moment `end`."""
        while not done():
            rung = self._next_rung()
            moment = min((at for at in (rung.at if rung else None, end) if at is not None), default=None)
            if await self._changed_before(moment):
                continue
            if end is not None and domain_now(self.input.shift_seconds) >= end:
                return
            if rung is not None:
                await self._say(rung)

    async def _changed_before(self, moment: datetime | None) -> bool:
        """Wait for any turn to change; False when the domain moment came first."""
        before = dict(self.turns)
        left = None if moment is None else moment - domain_now(self.input.shift_seconds)
        if left is not None and left <= timedelta(0):
            return False
        try:
            await workflow.wait_condition(lambda: self.turns != before, timeout=left)
        except TimeoutError:
            return False
        return True

    def _next_rung(self) -> Rung | None:
        """The earliest step, over all matters, that has not been said."""
        rungs = (rung for turn in self.turns.values() for rung in rungs_of(turn))
        return min((rung for rung in rungs if rung.name not in self.said), key=lambda rung: rung.at, default=None)

    async def _say(self, rung: Rung) -> None:
        async with self.lock:
            turn = self.turns.get(rung.matter)
            if turn is None or turn.awaited is None or rung not in rungs_of(turn):
                return
            saying = self._saying(rung, turn.awaited)
            if rung.kind in _DECIDING:
                decided: Deemed = await workflow.execute_activity(
                    _DECIDING[rung.kind], saying, result_type=Deemed, **FOR_THE_CLOCK
                )
                self._take(decided.turns)
            else:
                await workflow.execute_activity(SAY_DEADLINE, saying, **FOR_THE_CLOCK)
            self.said.add(rung.name)

    def _saying(self, rung: Rung, awaited: Awaited) -> DeadlineCall:
        return DeadlineCall(
            book=self.input.book,
            epoch=self.input.epoch,
            department=self.input.department,
            matter=rung.matter,
            happened_at=domain_now_text(self.input.shift_seconds),
            act=awaited.act,
            role=awaited.role,
            due=awaited.due,
            kind=rung.kind,
            days=rung.days,
            to_role=rung.to,
        )

    def _call(self, act: Act) -> ActCall:
        return ActCall(
            book=self.input.book,
            epoch=self.input.epoch,
            department=self.input.department,
            happened_at=domain_now_text(self.input.shift_seconds),
            act=act,
        )

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
