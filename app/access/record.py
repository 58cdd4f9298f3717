"""Record a look before anything is shown: no record, no look. One small transaction of its own for each book.

Looks at a rehearsal leave no record: its data are made up.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from activities.authority import appointments_of
from activities.conclude import sign_head
from activities.errors import RefusedError
from activities.keys import BOOK_OPENING
from app.errors import AppError, OutageError
from app.people import actor_of
from audit.append import BookWriter
from audit.entry import Entry
from deadlines.local_time import local_date
from models.access_payloads import AccessOpened, DataLooked, LoginTried
from models.book import BookId
from models.projections import Department

if TYPE_CHECKING:
    from collections.abc import Iterable

    from activities.desk import Desk
    from models.projections import Appointment

AUDITORS: Final = ("auditor",)
OVERSEERS: Final = ("auditor", "security-officer")
_KEY_BYTES: Final = 12

# What a look does: reading, taking away, or nothing because it was refused.
Done = Literal["data.read", "data.exported", "data.refused"]


@dataclass(frozen=True, slots=True)
class Look:
    """A look that somebody wants to take: by which command, at one department or all, as of which day.

    With `roles` only who holds one of them for the bureau may look. `own` says that whatever is shown is limited to
    the person's own appointments. `unattended` is what the machine itself does, by its schedule.
    """

    command: str
    login: str | None
    department: str | None = None
    day: str | None = None
    roles: tuple[str, ...] = ()
    own: bool = False
    exported: bool = False
    unattended: bool = False


def record_look(desk: Desk, books: Iterable[str], look: Look) -> None:
    """Record a look at these books; a person's look at the own department's data alone is none.

    Raises AppError `access.who` without a login, `person.unknown`, RefusedError `access.not-allowed` (which is recorded
    as well), and OutageError `access.not-recorded`: then nothing may be shown.
    """
    for book in books:
        parsed = BookId.parse(book)
        if parsed.kind != "rehearsal":
            _record_one(desk, parsed, look)


def record_login(desk: Desk, book: str, actor: str, way: str, *, made: bool) -> None:
    """Record in the book's access book that a person logged in at a door, or was refused there."""
    kind = "login.made" if made else "login.refused"
    _write(desk, BookId.parse(book), kind, (actor, "-"), LoginTried(way=way))


def _record_one(desk: Desk, book: BookId, look: Look) -> None:
    actor, held = _who(desk, book, look)
    payload = DataLooked(command=look.command, book=str(book), department=_enrolled(desk, book, look), day=look.day)
    entitled = [one for one in held if one.role in look.roles and not one.department]
    if look.roles and not entitled:
        _write(desk, book, "data.refused", (actor, "-"), payload)
        roles = ", ".join(look.roles)
        raise RefusedError("access.not-allowed", actor=actor, role=roles, book=str(book))
    if _is_own(look, held):
        return
    role = "system" if look.unattended else next((one.role for one in entitled or held), "-")
    _write(desk, book, "data.exported" if look.exported else "data.read", (actor, role), payload)


def _who(desk: Desk, book: BookId, look: Look) -> tuple[str, list[Appointment]]:
    if look.login is None:
        if look.unattended:
            return "system", []
        raise AppError("access.who", book=str(book))
    with desk.reading() as session:
        actor = actor_of(session, look.login)
        # A real book lives in the machine's own time.
        return actor, appointments_of(session, str(book.real), actor, local_date(desk.clock()))


def _enrolled(desk: Desk, book: BookId, look: Look) -> str | None:
    """The department that is looked at; what was typed and is none stays out of the chain."""
    if look.department is None:
        return None
    with desk.reading() as session:
        found = session.get(Department, (str(book.real), look.department))
    return None if found is None else found.department


def _is_own(look: Look, held: list[Appointment]) -> bool:
    if look.roles or not held:
        return False
    if look.own:
        return all(one.department for one in held)
    # A division's contact belongs to the department for no more than what the division is asked.
    return any(one.department == look.department and not one.division for one in held)


def _write(desk: Desk, book: BookId, kind: str, who: tuple[str, str], payload: DataLooked | LoginTried) -> None:
    """One transaction; `who` is the actor and the role."""
    access = book.access
    entry = Entry(
        kind=kind,
        key=f"@access/{secrets.token_hex(_KEY_BYTES)}",
        actor=who[0],
        role=who[1],
        happened_at=desk.clock(),
        payload=payload,
        department=payload.department if isinstance(payload, DataLooked) else None,
    )
    try:
        with Session(desk.engine, expire_on_commit=False) as session, session.begin():
            writer = BookWriter.opening(session, str(access), desk.clock())
            if writer.find(BOOK_OPENING) is None:
                writer.append(_opening(access, entry))
            writer.append(entry)
    except DBAPIError as error:
        raise OutageError("access.not-recorded", book=str(access), reason=str(error.orig)) from error
    if not desk.signer.checkpoints(str(access)):
        sign_head(desk, str(access))


def _opening(access: BookId, first: Entry) -> Entry:
    return Entry(
        kind="access.opened",
        key=BOOK_OPENING,
        actor="system",
        role="system",
        happened_at=first.happened_at,
        payload=AccessOpened(bureau=access.bureau, year=access.year),
    )
