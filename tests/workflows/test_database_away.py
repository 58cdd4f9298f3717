"""The database goes away while deadlines pass: when it is back, every one of them has been said once."""

from __future__ import annotations

import asyncio
from datetime import date, time
from typing import TYPE_CHECKING

import pytest
from sqlmodel import col, select

from app.rehearsal.clock import VirtualClock
from audit.replay import replay
from deadlines.local_time import at_local
from models.ledger import LedgerRecord
from models.projections import Book
from tests.support.postgresql import running_server
from tests.support.running_bureau import Bureau, running_bureau

if TYPE_CHECKING:
    from pathlib import Path


pytestmark = pytest.mark.slow

# The targets are due on 6 November; the last alert of their ladder is of a later day.
EVE = at_local(date(2020, 11, 6), time(12))
DUE = at_local(date(2020, 11, 7), time(0))
LONG_AFTER = at_local(date(2020, 11, 30), time(10))
SAID = ("deadline.reminded", "deadline.overdue")
PATIENCE_SECONDS = 60
AWAY_SECONDS = 1.5


def test_deadlines_that_passed_while_the_database_was_away_are_said_once(tmp_path: Path) -> None:
    with running_server() as server:
        settings = server.settings(tmp_path / "data", server.database())
        with running_bureau(settings, skipping=True) as bureau:
            bureau.take_in("away")
            clock = VirtualClock(bureau.client, bureau.book, _shift(bureau))
            bureau.run(clock.advance("away", EVE))
            reminded = _said(bureau, "away")
            with server.away():
                passing = bureau.run(_begin(clock, "away"))
                bureau.run(asyncio.sleep(AWAY_SECONDS))
                passed = bureau.run(clock.now("away"))
            assert passed >= DUE, "nothing was due while the database was away"
            bureau.run(_end(passing))
            bureau.take_in("undisturbed")
            bureau.run(clock.advance("undisturbed", LONG_AFTER))
            expected = _said(bureau, "undisturbed")
            assert expected[: len(reminded)] == reminded
            assert 0 < len(reminded) < len(expected)
            bureau.run(_until_said(bureau, len(expected)))
            assert _said(bureau, "away") == expected
            assert replay(bureau.desk.engine, bureau.book).mismatches == ()


async def _begin(clock: VirtualClock, department: str) -> asyncio.Task[None]:
    return asyncio.create_task(clock.advance(department, LONG_AFTER))


async def _end(passing: asyncio.Task[None]) -> None:
    await passing


async def _until_said(bureau: Bureau, number: int) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while len(_said(bureau, "away")) < number:  # noqa: ASYNC110  # only the ledger tells
            await asyncio.sleep(0.1)


def _said(bureau: Bureau, department: str) -> list[tuple[str, bytes]]:
    """What the clock put on the record, in its order."""
    query = select(LedgerRecord.kind, LedgerRecord.payload).where(
        col(LedgerRecord.subject_department) == department, col(LedgerRecord.kind).in_(SAID)
    )
    with bureau.desk.reading() as session:
        return [(kind, bytes(payload)) for kind, payload in session.exec(query.order_by(col(LedgerRecord.sequence)))]


def _shift(bureau: Bureau) -> int:
    with bureau.desk.reading() as session:
        return session.get_one(Book, bureau.book).shift_seconds
