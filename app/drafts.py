"""Drafts (暂存): content kept unchecked until it is thrown away; nobody overwrites what he has not seen."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlmodel import Session, col, select

from activities.authority import appointments_of, require_role
from activities.held import require_free
from app.errors import AppError
from app.people import actor_of
from app.request_key import task_id
from app.tasks import books_of, find_task, today_in
from models.database import one_at_a_time
from models.side_stores import Draft, Person
from models.values import instant_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from activities.desk import Desk
    from models.projections import Task

MOST_BYTES: Final = 10_000_000


@dataclass(frozen=True, slots=True)
class OfDraft:
    """The task that the draft is for, and who asks."""

    task: str
    login: str
    book: str | None = None


@dataclass(frozen=True, slots=True)
class SeenDraft:
    """A draft for whoever asks: `by` is the login of who saved it last."""

    draft: Draft
    by: str

    def to_data(self) -> dict[str, object]:
        """JSON-able, without the content."""
        kept = self.draft.model_dump(exclude={"content", "actor"})
        return {**kept, "by": self.by, "size": len(self.draft.content)}


def save_draft(desk: Desk, of: OfDraft, content: bytes, form: str, seen: int = 0) -> SeenDraft:
    """Save what was typed; `seen` is the version that it goes on from, 0 for the first.

    Raises AppError `draft.outdated` with who saved what since, `draft.too-big`, `task.unknown`, `person.unknown`, and
    RefusedError `act.not-appointed` or `task.held` for somebody who could not do the task.
    """
    if len(content) > MOST_BYTES:
        raise AppError("draft.too-big", size=str(len(content)), most=str(MOST_BYTES))
    with _writing(desk, of) as (session, task, actor):
        kept = session.get(Draft, _key(task))
        _require_seen(session, kept, task, seen)
        if kept is not None:
            session.delete(kept)
            session.flush()
        made = Draft(
            book=task.book,
            department=task.department,
            matter=task.matter,
            act=task.act,
            version=seen + 1,
            actor=actor,
            saved_at=instant_text(desk.clock()),
            form=form,
            content=content,
        )
        session.add(made)
    return SeenDraft(made, of.login)


def discard_draft(desk: Desk, of: OfDraft, seen: int) -> None:
    """Throw the draft away. Raises AppError `draft.none`, and what `save_draft` raises."""
    with _writing(desk, of) as (session, task, _):
        kept = session.get(Draft, _key(task))
        if kept is None:
            raise AppError("draft.none", task=of.task)
        _require_seen(session, kept, task, seen)
        session.delete(kept)


def show_draft(desk: Desk, of: OfDraft) -> SeenDraft:
    """The draft as it was saved last. Raises what `discard_draft` raises for a person or a task."""
    with desk.reading() as session:
        task, _ = _allowed(session, of)
        kept = session.get(Draft, _key(task))
        if kept is None:
            raise AppError("draft.none", task=of.task)
        return SeenDraft(kept, _login(session, kept.actor))


def list_drafts(desk: Desk, book: str | None, login: str) -> list[SeenDraft]:
    """The drafts of the departments in which the person holds a role today."""
    found: list[SeenDraft] = []
    with desk.reading() as session:
        actor = actor_of(session, login)
        for one in books_of(session, book):
            places = {held.department for held in appointments_of(session, one.book, actor, today_in(one))}
            query = select(Draft).where(col(Draft.book) == one.book).order_by(col(Draft.department), col(Draft.matter))
            drafts = [draft for draft in session.exec(query) if places & {"", draft.department}]
            found += [SeenDraft(draft, _login(session, draft.actor)) for draft in drafts]
    return found


def _key(task: Task) -> tuple[str, str, str, str]:
    return task.book, task.department, task.matter, task.act


@contextmanager
def _writing(desk: Desk, of: OfDraft) -> Iterator[tuple[Session, Task, str]]:
    """One transaction at a time for a task; it commits when the block ends without an error."""
    with Session(desk.engine, expire_on_commit=False) as session, session.begin():
        one_at_a_time(session, f"draft {of.task}")
        task, actor = _allowed(session, of)
        yield session, task, actor


def _allowed(session: Session, of: OfDraft) -> tuple[Task, str]:
    """The task and the actor, who has to be one that could do it."""
    book, task = find_task(session, of.book, of.task)
    actor = actor_of(session, of.login)
    require_role(session, task.book, actor, task.role, task.department, today_in(book))
    require_free(task, actor)
    return task, actor


def _require_seen(session: Session, kept: Draft | None, task: Task, seen: int) -> None:
    version = 0 if kept is None else kept.version
    if seen != version:
        raise AppError(
            "draft.outdated",
            task=task_id(task),
            seen=str(seen),
            version=str(version),
            by="-" if kept is None else _login(session, kept.actor),
            at="-" if kept is None else kept.saved_at,
            size="0" if kept is None else str(len(kept.content)),
        )


def _login(session: Session, actor: str) -> str:
    person = session.get(Person, actor)
    return actor if person is None else person.login
