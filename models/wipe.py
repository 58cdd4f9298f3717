"""Leave no copy of what was erased in the database's own files."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sqlalchemy import Engine

_SIDE_STORES: Final = ("committed_text", "person", "draft")


def wipe(engine: Engine) -> bool:
    """Write the side stores anew, without the space that erased rows left; returns whether no old copy stays.

    SQLite writes its file and empties its log; False means that somebody was still reading an older state of it. On
    PostgreSQL `engine` has to be the owner's; its log of changes (WAL) keeps the text until it is recycled.
    """
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            for table in _SIDE_STORES:
                connection.exec_driver_sql(f"VACUUM FULL {table}")
        return True
    # By the driver itself: the engine would begin a transaction, and neither statement runs inside of one.
    with closing(engine.raw_connection()) as raw, closing(raw.cursor()) as cursor:
        cursor.execute("VACUUM")
        busy, _, _ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy
