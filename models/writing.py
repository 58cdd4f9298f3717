"""Transactions that write: their connections stay with the writers, and are not asked of the pool again each time.

Giving a connection back, getting it again, and telling SQLAlchemy of beginning and end takes longer than most of what
is written in between. So SQLAlchemy sees one transaction without end; it is the driver that begins and commits.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from sqlalchemy import Connection, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import InvalidRequestError
from sqlmodel import Session

from models.sending import told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Engine
    from sqlalchemy.pool import ConnectionPoolEntry

# Beside it the pool has to serve whoever reads.
_MOST: Final = 4
_HAND: Final = "hand"
_BEGUN: Final = "begun"
_OVER: Final = "over"


class Hand(NamedTuple):
    """How a connection is begun, committed and left by hand; whether it is still one to the database that was meant."""

    is_good: Callable[[], bool]
    begin: Callable[[Connection], None]
    commit: Callable[[], object]
    leave: Callable[[], None]

    def take(self, entry: ConnectionPoolEntry) -> None:
        """Keep it with what the pool keeps about the connection."""
        entry.info[_HAND] = self


def is_begun_by_hand(connection: Connection) -> bool:
    """Whether SQLAlchemy's beginning is none for the database.

    Raises InvalidRequestError where it would be a second one: then what was written by hand has been taken back.
    """
    options = connection.get_execution_options()
    if options.get(_OVER, False):
        raise InvalidRequestError("the transaction has been taken back")
    return bool(options.get(_BEGUN, False))


@dataclass(frozen=True, slots=True)
class _Kept:
    connection: Connection
    session: Session
    driver: DBAPIConnection
    hand: Hand

    @property
    def is_whole(self) -> bool:
        return not self.connection.invalidated and self.connection.in_transaction()

    def commit(self) -> None:
        """Raises DBAPIError."""
        try:
            self.hand.commit()
        except self.connection.dialect.loaded_dbapi.Error as error:
            raise told(self.connection, None, "COMMIT", error) from error

    def take_back(self) -> None:
        """What cannot be taken back on the connection ends with it."""
        try:
            self.driver.rollback()
        except self.connection.dialect.loaded_dbapi.Error:
            self.drop()

    def rest(self) -> None:
        """The session forgets what it saw and what waits; somebody else may write."""
        if self.session.in_transaction():
            self.session.close()
        self.session.info.clear()
        self.hand.leave()

    def drop(self) -> None:
        """Close it for good; the pool makes another one when it is asked."""
        self.connection.invalidate()
        self.connection.close()


class WritingConnections:
    """The connections of one engine that are kept between writing transactions; disposing of the engine closes them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._kept: list[_Kept] = []
        event.listen(engine, "engine_disposed", self._close)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """One transaction, committed when the block ends without an error; the session is of no use after it.

        Raises DBAPIError; then, as after any error, nothing of it was written.
        """
        kept = self._take()
        try:
            kept.hand.begin(kept.connection)
            yield kept.session
            if kept.session.in_transaction():
                kept.session.flush()
            kept.commit()
        except BaseException:
            try:
                kept.take_back()
            finally:
                kept.rest()
                self._give_back(kept, whole=kept.is_whole)
            raise
        kept.rest()
        self._give_back(kept, whole=True)

    def _take(self) -> _Kept:
        while self._kept:
            try:
                kept = self._kept.pop()
            except IndexError:
                # Another thread was sooner.
                break
            if kept.hand.is_good():
                return kept
            kept.drop()
        return self._new()

    def _new(self) -> _Kept:
        connection = self._engine.connect().execution_options(**{_BEGUN: True})
        connection.begin()
        connection.execution_options(**{_OVER: True})
        driver, hand = connection.connection.dbapi_connection, connection.info[_HAND]
        if driver is None:
            raise TypeError("a connection without a driver")
        return _Kept(connection, Session(connection, expire_on_commit=False), driver, hand)

    def _give_back(self, kept: _Kept, *, whole: bool) -> None:
        if whole and len(self._kept) < _MOST:
            self._kept.append(kept)
        else:
            kept.connection.close()

    def _close(self, _engine: Engine) -> None:
        while self._kept:
            self._kept.pop().drop()
