"""Who does a task: take it on, give it back, give it to another, mark it; and let another act while one is away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.orders import SignedOrder, send_order
from app.people import actor_of
from app.tasks import find_task
from app.texts import Texts
from app.word_key import word_key
from models.commands import Appoint
from models.receipts import Receipt
from models.task_orders import Claim, Mark, Reassign, Release

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import JsonValue

    from activities.desk import Desk
    from app.settings import Settings
    from models.projections import Task
    from models.task_orders import TaskOrder


@dataclass(frozen=True, slots=True)
class OnTask:
    """Whose order it is, about which task; `key` is that of an earlier sending."""

    task: str
    login: str
    book: str | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Ordered:
    """The receipt of an order, and the key to send it again with."""

    receipt: Receipt
    key: str


def claim(settings: Settings, desk: Desk, on: OnTask) -> Ordered:
    """Take the task on. Raises AppError `task.unknown`, and what `send_order` raises."""
    return _send(settings, desk, on, ("claim",), lambda task, _: Claim(**_named(task)))


def release(settings: Settings, desk: Desk, on: OnTask) -> Ordered:
    """Give the task back. Raises what `claim` raises."""
    return _send(settings, desk, on, ("release",), lambda task, _: Release(**_named(task)))


def mark(settings: Settings, desk: Desk, on: OnTask, *, urgent: bool) -> Ordered:
    """Mark the task as urgent, or take the mark away. Raises what `claim` raises."""
    return _send(settings, desk, on, ("mark", urgent), lambda task, _: Mark(**_named(task), urgent=urgent))


def reassign(settings: Settings, desk: Desk, on: OnTask, to: str, reason: str | None) -> Ordered:
    """Give the task to the person with the login `to`. Raises AppError `person.unknown`, and what `claim` raises."""
    with desk.reading() as session:
        actor = actor_of(session, to)

    def order(task: Task, key: str) -> TaskOrder:
        if reason is None:
            return Reassign(**_named(task), to=actor)
        kept = Texts(desk, task.book, key).required("reason", reason)
        return Reassign(**_named(task), to=actor, reason=kept)

    return _send(settings, desk, on, ("reassign", to, reason), order)


@dataclass(frozen=True, slots=True)
class Delegation:
    """Somebody acts in a role of a department (None: the bureau) from one ISO day to another, both included."""

    book: str
    login: str
    to: str
    role: str
    from_day: str
    to_day: str
    department: str | None = None
    key: str | None = None

    @property
    def request(self) -> str:
        """The key: the same words are the same request."""
        words = word_key(self.login, self.to, self.role, self.department, self.from_day, self.to_day)
        return self.key or f"delegate/{words}"


def delegate(settings: Settings, desk: Desk, wanted: Delegation) -> Ordered:
    """Appoint for a limited time; the security officer's order is the approval. Raises what `reassign` raises."""
    with desk.reading() as session:
        actor = actor_of(session, wanted.to)
    order = Appoint(
        appointee=actor,
        role=wanted.role,
        department=wanted.department,
        from_day=wanted.from_day,
        to_day=wanted.to_day,
    )
    receipt = send_order(settings, desk, SignedOrder(wanted.book, wanted.login, wanted.request, order))
    return Ordered(receipt, wanted.request)


def _send(
    settings: Settings,
    desk: Desk,
    on: OnTask,
    words: tuple[JsonValue, ...],
    order: Callable[[Task, str], TaskOrder],
) -> Ordered:
    with desk.reading() as session:
        _, task = find_task(session, on.book, on.task)
    # How the task stood is part of the request: it may be taken on, given back and taken on again.
    key = on.key or f"{on.task}/{words[0]}/{word_key(on.login, task.handled or task.sequence, *words)}"
    return Ordered(send_order(settings, desk, SignedOrder(task.book, on.login, key, order(task, key))), key)


def _named(task: Task) -> dict[str, object]:
    return {"department": task.department, "matter": task.matter, "act": task.act, "round": task.round}
