"""Rows of the tables, written by plain statements: what is added or changed waits for its like.

Whoever reads rows writes the waiting ones first (`written`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy.exc import NoResultFound
from sqlmodel import SQLModel

from models.prepared import Values, insert_rows, update_rows
from models.sending import connection_of
from models.tables import table_of

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection
    from sqlalchemy.engine.interfaces import DBAPICursor
    from sqlmodel import Session

# Of one session, in the place that SQLAlchemy keeps for its user.
_WAITING: Final = "rows that wait"


@dataclass(frozen=True, slots=True)
class _Added:
    model: type[SQLModel]
    names: tuple[str, ...]
    rows: list[Values]

    def send(self, connection: Connection) -> DBAPICursor | None:
        insert_rows(connection, self.model, self.rows)
        return None


@dataclass(frozen=True, slots=True)
class _Changed:
    model: type[SQLModel]
    here: Values
    values: Values
    needed: bool

    def send(self, connection: Connection) -> DBAPICursor:
        return update_rows(connection, self.model, self.here, self.values)


def add_row(session: Session, model: type[SQLModel], **values: object) -> None:
    """Add one row; columns that are left out get the default that the table declares."""
    waiting: list[_Added | _Changed] = session.info.setdefault(_WAITING, [])
    names = tuple(values)
    for before in reversed(waiting):
        if isinstance(before, _Changed):
            # It must not find what is added after it.
            break
        if before.model is model and before.names == names:
            before.rows.append(values)
            return
    waiting.append(_Added(model, names, [values]))


def change_equal(session: Session, model: type[SQLModel], here: Values, *, needed: bool, **values: object) -> None:
    """Change the rows whose columns equal all of `here`; where one is `needed` and there is none, `written` says so."""
    session.info.setdefault(_WAITING, []).append(_Changed(model, here, values, needed))
    read_again(session, model)


def written(session: Session) -> Session:
    """Write whatever waits, one statement for rows alike.

    Raises IntegrityError for a row that there is, NoResultFound for a change of a needed one that there is not.
    """
    if session.in_transaction():
        session.flush()
    waiting: list[_Added | _Changed] = session.info.pop(_WAITING, [])
    if waiting:
        connection = connection_of(session)
        for one in waiting:
            answer = one.send(connection)
            if isinstance(one, _Changed) and one.needed and not (answer and answer.rowcount):
                raise NoResultFound
    return session


def change_rows(session: Session, model: type[SQLModel], *where: ColumnElement[bool], **values: object) -> int:
    """Change the rows of which all this holds, and return how many they were: `change_equal` is much sooner done."""
    changed = connection_of(written(session)).execute(table_of(model).update().where(*where).values(**values))
    read_again(session, model)
    return changed.rowcount


def read_again(session: Session, model: type[SQLModel]) -> None:
    """Let what the session has read of this table before be read again when it is asked for."""
    # A session that nobody has asked anything has not begun, and holds nothing.
    if session.in_transaction():
        for one in session.identity_map.values():
            if isinstance(one, model):
                session.expire(one)
