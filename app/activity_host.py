"""The activities as Temporal calls them: each hands over to its function; refusals become typed errors."""

from __future__ import annotations

from typing import TYPE_CHECKING, ParamSpec, TypeVar

from temporalio import activity
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError

from activities import signatures as names
from activities.conclude import conclude_book, conclude_year
from activities.deem_acknowledged import deem_acknowledged
from activities.handle_act import handle_act
from activities.obey_order import obey_order
from activities.open_book import open_book
from activities.open_phase import open_phase
from activities.resume_cycle import resume_cycle
from activities.say_deadline import say_deadline
from activities.suspend_warning import suspend_warning
from app.alive import beating
from app.refusal_details import REFUSALS, detail_of
from models.receipts import Receipt
from workflows.department_year import DepartmentYear
from workflows.inputs import PhaseRun
from workflows.names import year_id
from workflows.refusals import refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from temporalio.client import Client, WorkflowHandle

    from activities.desk import Desk

P = ParamSpec("P")
T = TypeVar("T")

TASK_QUEUE = "jixiao"


class ActivityHost:
    """All activities, bound to one desk and one client."""

    def __init__(self, desk: Desk, client: Client) -> None:
        self.desk = desk
        self.client = client

    def all(self) -> list[Callable[..., object]]:
        """What a worker registers."""
        return [
            self.open_book,
            self.resume_cycle,
            self.obey_order,
            self.start_department,
            self.open_phase,
            self.handle_act,
            self.say_deadline,
            self.deem_acknowledged,
            self.suspend_warning,
            self.conclude_year,
            self.conclude_book,
        ]

    @activity.defn(name=names.OPEN_BOOK)
    def open_book(self, call: names.BookOpening) -> Receipt:
        """See `activities.open_book`."""
        return _refusing(open_book, self.desk, call)

    @activity.defn(name=names.RESUME_CYCLE)
    def resume_cycle(self, call: names.Resumption) -> names.Resumed:
        """See `activities.resume_cycle`."""
        return _refusing(resume_cycle, self.desk, call)

    # Taken for dead too early, it may finish all the same: the next attempt finds what it wrote.
    @activity.defn(name=names.OBEY_ORDER, no_thread_cancel_exception=True)
    def obey_order(self, call: names.OrderCall) -> names.OrderResult:
        """See `activities.obey_order`."""
        with beating():
            return _refusing(obey_order, self.desk, call)

    @activity.defn(name=names.OPEN_PHASE)
    def open_phase(self, call: names.PhaseOpening) -> Receipt:
        """See `activities.open_phase`."""
        return _refusing(open_phase, self.desk, call)

    @activity.defn(name=names.HANDLE_ACT)
    def handle_act(self, call: names.ActCall) -> Receipt:
        """See `activities.handle_act`."""
        return _refusing(handle_act, self.desk, call)

    @activity.defn(name=names.SAY_DEADLINE)
    def say_deadline(self, call: names.DeadlineCall) -> bool:
        """See `activities.say_deadline`."""
        return _refusing(say_deadline, self.desk, call)

    @activity.defn(name=names.DEEM_ACKNOWLEDGED)
    def deem_acknowledged(self, call: names.DeadlineCall) -> names.Deemed:
        """See `activities.deem_acknowledged`."""
        return _refusing(deem_acknowledged, self.desk, call)

    @activity.defn(name=names.SUSPEND_WARNING)
    def suspend_warning(self, call: names.DeadlineCall) -> names.Deemed:
        """See `activities.suspend_warning`."""
        return _refusing(suspend_warning, self.desk, call)

    @activity.defn(name=names.CONCLUDE_YEAR)
    def conclude_year(self, call: names.YearEnd) -> None:
        """See `activities.conclude`."""
        _refusing(conclude_year, self.desk, call)

    @activity.defn(name=names.CONCLUDE_BOOK)
    def conclude_book(self, call: names.BookEnd) -> None:
        """See `activities.conclude`."""
        _refusing(conclude_book, self.desk, call)

    @activity.defn(name=names.START_DEPARTMENT)
    async def start_department(self, start: names.DepartmentStart) -> str:
        """Start a department's year, once: a plain start, because a child would keep its parent from skipping time."""
        try:
            handle: WorkflowHandle[DepartmentYear, None] = await self.client.start_workflow(
                DepartmentYear.run,
                PhaseRun(**start.model_dump()),
                id=year_id(start.book, start.department),
                task_queue=TASK_QUEUE,
                id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
                id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
            )
        except WorkflowAlreadyStartedError:
            # The year has already ended; enrolling again must not run it twice.
            return year_id(start.book, start.department)
        return handle.id


def _refusing(work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """Run the work; what refuses with a code becomes the typed error that is not retried.

    Nothing is chained to it: the engine logs the trace of what it is given, and what was typed may be in the cause.
    """
    try:
        return work(*args, **kwargs)
    except REFUSALS as error:
        details = [detail_of(problem) for problem in getattr(error, "problems", ())]
        refused = refusal(error.code, error.params, details)
    raise refused
