"""Orders about one open task: who may give them, and what their records say."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from activities.authority import Wanted, appointments_of, require_one_of, require_other_hands, require_role
from activities.errors import RefusedError
from activities.held import require_free
from deadlines.local_time import local_date
from deadlines.orders import order_row
from models.projections import Task
from models.task_orders import Claim, Mark, Reassign, Release, Urge
from models.task_payloads import TaskClaimed, TaskMarked, TaskReassigned, TaskReleased, TaskUrged
from models.values import instant

if TYPE_CHECKING:
    from sqlmodel import Session

    from activities.signatures import OrderCall
    from models.task_orders import TaskOrder
    from models.values import Frozen

OFFICE: Final = "performance-office"


def task_role(session: Session, call: OrderCall, order: TaskOrder) -> str:
    """The role under which the actor gives this order; refused where he holds none that may.

    A task is held by people of its own role; the office marks and urges, and may give it to somebody.
    """
    actor, day = call.order.actor, local_date(instant(call.order.received_at))
    if isinstance(order, Mark | Urge):
        (office,) = order_row(order.kind).roles
        require_role(session, call.book, actor, office, "", day)
        return office
    task = _open_task(session, call.book, order)
    if isinstance(order, Reassign):
        _require_fit(session, task, order.to, day)
        if _holds(session, task.book, actor, OFFICE, "", day):
            return OFFICE
    _require_fit(session, task, actor, day)
    return task.role


def task_payload(session: Session, call: OrderCall, order: TaskOrder, role: str) -> Frozen:
    """What the record says; refused where the task is done or somebody else holds it."""
    task = _open_task(session, call.book, order)
    named = {"matter": order.matter, "act": order.act, "round": order.round}
    match order:
        case Claim():
            require_free(task, None)
            return TaskClaimed(**named)
        case Release():
            _require_holder(task, call.order.actor)
            return TaskReleased(**named)
        case Reassign():
            _require_change(task, order, role)
            return TaskReassigned(**named, to=order.to, reason=order.reason, held_before=task.holder)
        case Mark():
            return TaskMarked(**named, urgent=order.urgent)
        case Urge():
            return _urging(call, task)


def _urging(call: OrderCall, task: Task) -> TaskUrged:
    left = date.fromisoformat(task.due) - local_date(instant(call.order.received_at))
    return TaskUrged(
        matter=task.matter, act=task.act, round=task.round, to_role=task.role, due=task.due, days=left.days
    )


def _open_task(session: Session, book: str, order: TaskOrder) -> Task:
    task = session.get(Task, (book, order.department, order.matter, order.act, order.round))
    if task is None or task.state != "open":
        named = f"{order.department}/{order.matter}/{order.act}/{order.round}"
        raise RefusedError("task.not-open", task=named)
    return task


def _require_fit(session: Session, task: Task, actor: str, day: date) -> None:
    """Whoever holds a task has to be somebody who may do it."""
    require_one_of(session, task.book, actor, (task.role,), Wanted(task.department, task.matter), day)
    if task.role == "reviewer":
        require_other_hands(session, task.book, task.department, actor)


def _holds(session: Session, book: str, actor: str, role: str, department: str, day: date) -> bool:
    held = appointments_of(session, book, actor, day)
    return any(one.role == role and one.department in ("", department) for one in held)


def _require_holder(task: Task, actor: str) -> None:
    if task.holder != actor:
        raise RefusedError("task.not-holder", department=task.department, matter=task.matter, act=task.act)


def _require_change(task: Task, order: Reassign, role: str) -> None:
    if task.holder == order.to:
        raise RefusedError("task.held", actor=order.to, matter=task.matter, department=task.department, act=task.act)
    if role == OFFICE and order.reason is None:
        raise RefusedError("task.reason-needed", department=task.department, matter=task.matter)
