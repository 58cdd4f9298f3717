"""Rows of the tables, written by plain statements: a row that is added waits for others of its table.

Whoever reads or changes rows writes the waiting ones first (`written`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from models.tables import table_of

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlmodel import Session, SQLModel

# Of one session, in the place that SQLAlchemy keeps for its user.
_WAITING: Final = "rows that wait"


def add_row(session: Session, model: type[SQLModel], **values: object) -> None:
    """Add one row; columns that are left out get the default that the table declares."""
    waiting: dict[tuple[type[SQLModel], tuple[str, ...]], list[dict[str, object]]]
    waiting = session.info.setdefault(_WAITING, {})
    waiting.setdefault((model, tuple(values)), []).append(values)


def written(session: Session) -> Session:
    """Write whatever waits, one statement for rows alike. Raises IntegrityError for a row that there is."""
    session.flush()
    waiting = session.info.pop(_WAITING, {})
    for (model, _), rows in waiting.items():
        session.connection().execute(table_of(model).insert(), rows)
    return session


def change_rows(session: Session, model: type[SQLModel], *where: ColumnElement[bool], **values: object) -> int:
    """Change the rows of which all this holds, and return how many they were."""
    changed = written(session).connection().execute(table_of(model).update().where(*where).values(**values))
    # What the session has read of this table before is read again when it is asked for.
    for one in session.identity_map.values():
        if isinstance(one, model):
            session.expire(one)
    return changed.rowcount
