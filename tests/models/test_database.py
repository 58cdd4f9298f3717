from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from models.database import reading

if TYPE_CHECKING:
    from activities.desk import Desk
    from tests.support.shijing import Shijing

_COUNT = text("SELECT COUNT(*) FROM ledger")


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("recursive_triggers", 1)],
)
def test_every_connection_keeps_what_it_has_promised(desk: Desk, pragma: str, value: str | int) -> None:
    with desk.engine.connect() as connection:
        assert connection.execute(text(f"PRAGMA {pragma}")).scalar_one() == value


def test_a_writer_waits_for_the_one_before_it(desk: Desk) -> None:
    began, order = Event(), []

    def second() -> None:
        began.wait()
        with desk.engine.begin() as connection:
            order.append(connection.execute(text("SELECT COUNT(*) FROM person")).scalar_one())

    with ThreadPoolExecutor(1) as pool:
        with desk.engine.begin() as connection:
            waiting = pool.submit(second)
            began.set()
            connection.execute(text("INSERT INTO person (actor, login) VALUES ('p-1', 'a')"))
            assert not waiting.done()
        waiting.result()
    # It read only after the first had committed, although it had asked before.
    assert order == [1]


def test_a_reader_sees_one_moment_and_holds_nobody_up(shijing: Shijing) -> None:
    engine = shijing.desk.engine
    with reading(engine).connect() as reader:
        before = reader.execute(_COUNT).scalar_one()
        shijing.open_phase("targets")
        assert reader.execute(_COUNT).scalar_one() == before
    with reading(engine).connect() as reader:
        assert reader.execute(_COUNT).scalar_one() == before + 1
