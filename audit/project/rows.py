"""Rows of the tables, written by plain statements: a row that is added waits for others of its table.

Whoever reads or changes rows writes the waiting ones first (`written`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from models.prepared import insert_rows, update_rows
from models.tables import table_of

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlmodel import Session, SQLModel

    from models.prepared import Values

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
        insert_rows(session.connection(), model, rows)
    return session


def change_rows(session: Session, model: type[SQLModel], *where: ColumnElement[bool], **values: object) -> int:
    """Change the rows of which all this holds, and return how many they were."""
    changed = written(session).connection().execute(table_of(model).update().where(*where).values(**values))
    _read_again(session, model)
    return changed.rowcount


def change_equal(session: Session, model: type[SQLModel], here: Values, **values: object) -> int:
    """Change the rows whose columns equal all of `here`, and return how many they were: `change_rows`, much sooner."""
    changed = update_rows(written(session).connection(), model, here, values)
    _read_again(session, model)
    return changed


def _read_again(session: Session, model: type[SQLModel]) -> None:
    # What the session has read of this table before is read again when it is asked for.
    for one in session.identity_map.values():
        if isinstance(one, model):
            session.expire(one)
