"""One compiled text of a statement for every SQLite database of the process.

SQLAlchemy keeps what it compiled by the dialect object, and every engine has one of its own. Ours take no options and
learn nothing of a database but the driver's version, which is one for the process: so each of them can take what was
compiled for another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache

if TYPE_CHECKING:
    from sqlalchemy.engine.interfaces import CompiledCacheType

# More than the program has statements; those made of varying parts push one another out.
_STATEMENTS: Final = 2000

DRIVER: Final = "sqlite+alike"
COMPILED: Final[CompiledCacheType] = LRUCache(_STATEMENTS)


class AlikeSqliteDialect(SQLiteDialect_pysqlite):
    """SQLite by the standard library's driver; equal to any other of its kind."""

    supports_statement_cache = True

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other)

    def __hash__(self) -> int:
        return hash(type(self))


registry.register("sqlite.alike", __name__, AlikeSqliteDialect.__name__)
