"""People: the side store that knows who a random actor id is. The ledger never holds a name."""

from __future__ import annotations

import secrets
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from activities.errors import RefusedError
from app.errors import AppError
from models.database import one_at_a_time
from models.side_stores import Person

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

    from activities.desk import Desk

_ACTOR_BYTES = 12


def register(engine: Engine, login: str, name: str) -> str:
    """The actor id of a login; a new person gets a random one."""
    with Session(engine) as session, session.begin():
        one_at_a_time(session, login)
        known = _find(session, login)
        if known is not None:
            return known.actor
        person = Person(actor=f"p-{secrets.token_hex(_ACTOR_BYTES)}", login=login, name=name)
        session.add(person)
        return person.actor


def actor_of(session: Session, login: str) -> str:
    """The actor id of a known login; raises AppError `person.unknown`."""
    known = _find(session, login)
    if known is None:
        logins = session.exec(select(Person.login).order_by(col(Person.login))).all()
        raise AppError("person.unknown", login=login, known="、".join(logins) or "-")
    return known.actor


@contextmanager
def naming_people(desk: Desk) -> Iterator[None]:
    """A refusal inside the block that names an actor by the random id names the login beside it."""
    try:
        yield
    except (AppError, RefusedError) as error:
        with desk.reading() as session:
            person = session.get(Person, error.params.get("actor", ""))
        if person is not None:
            error.params = {**error.params, "actor": f"{person.login} ({person.actor})"}
        raise


def _find(session: Session, login: str) -> Person | None:
    return session.exec(select(Person).where(col(Person.login) == login)).one_or_none()
