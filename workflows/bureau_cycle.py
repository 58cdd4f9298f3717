"""BureauCycle: one bureau's year; opens the book, carries out the bureau's orders, ends when every year has ended."""

from __future__ import annotations

import asyncio

from temporalio import workflow
from temporalio.exceptions import ActivityError, ApplicationError, FailureError

with workflow.unsafe.imports_passed_through():
    from activities.signatures import (
        BUREAU_CYCLE,
        CONCLUDE_BOOK,
        OBEY_ORDER,
        OPEN_BOOK,
        RESUME_CYCLE,
        START_DEPARTMENT,
        BookEnd,
        BookOpening,
        DepartmentStart,
        OrderCall,
        OrderResult,
        Resumed,
        Resumption,
        YearNews,
    )
    from models.commands import BureauOrder
    from models.date_orders import Announce, RecordOutage
    from models.execution import ImportExecution
    from models.receipts import Receipt
    from models.switching import ApproveSwitch
    from workflows.domain_time import domain_now_text
    from workflows.inputs import CycleRun, Resume, Serving, TurnsTaken, YearReport
    from workflows.names import year_id
    from workflows.options import FOR_A_WHOLE_BOOK, FOR_PEOPLE, FOR_THE_CLOCK, ActivityOptions
    from workflows.refusals import refusal_from


@workflow.defn(name=BUREAU_CYCLE)
class BureauCycle:
    """Departments are started by an activity and report back by signal.

    They are not children: a parent with an open child never skips time, and no year could be rehearsed.
    """

    @workflow.init
    def __init__(self, run: CycleRun) -> None:
        self.input = run
        serving = run.serving or Serving(enrolled=(), concluded={})
        self.open = run.serving is not None
        self.refused: ApplicationError | None = None
        self.enrolled: set[str] = set(serving.enrolled)
        self.concluded: dict[str, str] = dict(serving.concluded)
        self.lock = asyncio.Lock()

    @workflow.run
    async def run(self, _run: CycleRun) -> None:
        """Open the book, then serve until every enrolled department's year has ended, in as many runs as it takes."""
        if not self.open:
            await self._open()
        await workflow.wait_condition(lambda: self._all_concluded() or self._is_long())
        await workflow.wait_condition(workflow.all_handlers_finished)
        if not self._all_concluded():
            workflow.continue_as_new(self._handed_on())
        await workflow.execute_activity(
            CONCLUDE_BOOK,
            BookEnd(
                book=self.input.opening.book,
                epoch=self.input.epoch,
                # The bureau's own clock stands still in a rehearsal; the book ends when its last year did.
                happened_at=max([self._now(), *self.concluded.values()]),
                departments=len(self.concluded),
            ),
            **FOR_THE_CLOCK,
        )

    @workflow.update
    async def order(self, order: BureauOrder) -> Receipt:
        """Carry out one order; an enrolment also starts the department's year."""
        # The first orders may arrive while the book is still being opened; they wait for it.
        await self._is_open()
        async with self.lock:
            try:
                result: OrderResult = await workflow.execute_activity(
                    OBEY_ORDER, self._call(order), result_type=OrderResult, **_time_for(order)
                )
                if result.start is not None:
                    await self._start(result.start)
                await self._pass_on(result)
            except ActivityError as error:
                raise refusal_from(error) from error
            return result.receipt

    @workflow.update
    async def opened(self) -> None:
        """Wait until the book is open, or taken up again; raises the refusal that kept it from that."""
        await self._is_open()

    @workflow.signal
    def year_concluded(self, report: YearReport) -> None:
        """A department reports the end of its year; hearing it twice changes nothing."""
        self.concluded[report.department] = report.happened_at

    async def _is_open(self) -> None:
        await workflow.wait_condition(lambda: self.open or self.refused is not None)
        if self.refused is not None:
            raise self.refused

    async def _open(self) -> None:
        """A refusal ends the cycle, but first every order that waits for the book hears of it."""
        try:
            await (self._open_book() if self.input.resume is None else self._resume(self.input.resume))
        except ActivityError as error:
            self.refused = refusal_from(error)
            await workflow.wait_condition(workflow.all_handlers_finished)
            raise self.refused from error
        self.open = True

    async def _open_book(self) -> None:
        await workflow.execute_activity(
            OPEN_BOOK,
            BookOpening(happened_at=self._now(), opening=self.input.opening),
            **FOR_THE_CLOCK,
        )

    async def _resume(self, resume: Resume) -> None:
        """The ledger says where every year stands; years that have ended are not run again."""
        resumed: Resumed = await workflow.execute_activity(
            RESUME_CYCLE,
            Resumption(
                book=self.input.opening.book,
                epoch=self.input.epoch,
                happened_at=self._now(),
                **resume.model_dump(),
            ),
            result_type=Resumed,
            **FOR_THE_CLOCK,
        )
        self.concluded.update(resumed.concluded)
        self.enrolled.update(resumed.concluded)
        for year in resumed.years:
            await self._start(year)

    async def _start(self, year: DepartmentStart) -> None:
        # The enrolment is on the record: its year must begin, however long the server is away.
        await workflow.execute_activity(START_DEPARTMENT, year, **FOR_THE_CLOCK)
        self.enrolled.add(year.department)

    async def _pass_on(self, result: OrderResult) -> None:
        """What an order changed in a department's year is told to it: it has to climb other ladders."""
        if result.department is not None and result.turns:
            news = YearNews(department=result.department, turns=result.turns)
            await self._tell(news, corrected=result.corrected)
        await asyncio.gather(*(self._tell(news, corrected=result.corrected) for news in result.news))

    async def _tell(self, news: YearNews, *, corrected: bool = False) -> None:
        if news.department in self.concluded:
            return
        year = workflow.get_external_workflow_handle(year_id(self.input.opening.book, news.department))
        try:
            told = TurnsTaken(turns=news.turns, plans=news.plans, corrected=corrected)
            await year.signal("take_turns", told)
        except FailureError as error:
            # The record stands. A year that ended while the order was under way has nothing left to climb.
            workflow.logger.warning("order not passed on", extra={"department": news.department, "said": str(error)})

    def _is_long(self) -> bool:
        """A run takes two thousand updates and so many events: the server says when it is time for another."""
        return workflow.info().is_continue_as_new_suggested()

    def _handed_on(self) -> CycleRun:
        serving = Serving(enrolled=tuple(sorted(self.enrolled)), concluded=self.concluded)
        return self.input.model_copy(update={"serving": serving})

    def _all_concluded(self) -> bool:
        return bool(self.enrolled) and self.enrolled <= set(self.concluded)

    def _now(self) -> str:
        return domain_now_text(self.input.opening.shift_seconds)

    def _call(self, order: BureauOrder) -> OrderCall:
        return OrderCall(book=self.input.opening.book, epoch=self.input.epoch, happened_at=self._now(), order=order)


def _time_for(order: BureauOrder) -> ActivityOptions:
    whole = Announce | ApproveSwitch | ImportExecution | RecordOutage
    return FOR_A_WHOLE_BOOK if isinstance(order.order, whole) else FOR_PEOPLE
