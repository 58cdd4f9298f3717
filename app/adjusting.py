"""Ask for an adjustment of approved targets through the counter of the running service."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from app.errors import AppError
from app.people import actor_of, naming_people
from app.targets_shown import unknown_department
from app.tasks import TaskDone, books_of, placing
from app.texts import Texts, require_words
from app.window import window_of
from audit.canonical import canonical_bytes
from audit.target_lists import adjustments_of
from deadlines.moves import ADJUSTMENT
from models.commands import Deed
from models.ledger import LedgerRecord
from models.projections import Department
from models.targets import Adjustment
from rules.core.writing import to_data
from rules.decoding import read_limited
from rules.facts_file import load_facts

if TYPE_CHECKING:
    from sqlmodel import Session

    from activities.desk import Desk
    from app.settings import Settings
    from models.projections import Book

_ACT = "adjustment.file"


@dataclass(frozen=True, slots=True)
class Adjust:
    """Whose targets, the file with those that change, the paper, the reason as typed, and an earlier sending's key."""

    department: str
    login: str
    facts: Path
    document: str
    reason: str
    book: str | None = None
    key: str | None = None


def adjust_targets(settings: Settings, desk: Desk, wanted: Adjust) -> TaskDone:
    """Ask for it. Raises AppError `department.unknown`, `task.text-needed`, and what the window raises."""
    require_words(opinion=wanted.reason, document=wanted.document)
    with desk.reading() as session:
        book = _book(session, wanted)
        actor = actor_of(session, wanted.login)
        key = wanted.key or _key(session, book.book, wanted)
    indicators = to_data(load_facts(wanted.facts).indicators)

    async def send() -> TaskDone:
        window = window_of(settings, desk, book)
        content = Adjustment.model_validate(
            {
                "lists": {"indicators": indicators},
                "document": wanted.document,
                "reason": Texts(desk, book.book, key).commit("reason/adjustment", wanted.reason),
            }
        )
        deed = Deed(actor=actor, act=_ACT, matter=ADJUSTMENT, content=content)
        with placing(wanted.facts):
            return TaskDone(await window.act(book.book, wanted.department, key, deed), key, ())

    with naming_people(desk):
        return asyncio.run(send())


def _book(session: Session, wanted: Adjust) -> Book:
    """The one book that has the department. Raises AppError `department.unknown`, `adjustment.several-books`."""
    having = [one for one in books_of(session, wanted.book) if session.get(Department, (one.book, wanted.department))]
    if not having:
        raise unknown_department(session, wanted.department)
    if len(having) > 1:
        raise AppError(
            "adjustment.several-books", department=wanted.department, books="、".join(one.book for one in having)
        )
    return having[0]


def _key(session: Session, book: str, wanted: Adjust) -> str:
    """The same words are the same request until they were answered; asked for again after that, they are a new one."""
    words = canonical_bytes(
        [wanted.login, sha256(read_limited(wanted.facts)).hexdigest(), wanted.document, wanted.reason]
    )
    said = sha256(words).hexdigest()[:16]
    asked = adjustments_of(session, book, wanted.department)
    answered = [str(one.answered) for one in asked if one.answered is not None]
    keys = [f"{wanted.department}/{_ACT}/{after}/{said}" for after in ("first", *answered)]
    last = session.get(LedgerRecord, (book, asked[-1].sequence)) if asked else None
    # Sent twice, the second time after the answer to the first.
    return last.key if last is not None and last.key in keys else keys[-1]
