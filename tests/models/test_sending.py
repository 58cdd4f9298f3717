from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from models.sending import connection_of, send, send_many

if TYPE_CHECKING:
    from activities.desk import Desk

ADD = "INSERT INTO remark (id, name) VALUES (?, ?)"


def test_a_session_that_was_made_for_a_connection_works_on_no_other(desk: Desk) -> None:
    with desk.engine.connect() as connection:
        assert connection_of(Session(connection)) is connection
    with Session(desk.engine) as session:
        assert connection_of(session) is session.connection()


def test_what_the_driver_refuses_is_told_as_sqlalchemy_tells_it_without_the_values(desk: Desk) -> None:
    with desk.engine.begin() as connection:
        send(connection, "CREATE TEMP TABLE remark (id INTEGER PRIMARY KEY, name TEXT)")
        send_many(connection, ADD, [(1, "one"), (2, "two")])
        with pytest.raises(IntegrityError, match="UNIQUE") as refused:
            send(connection, ADD, (1, "somebody"))
        assert send(connection, "SELECT count(*) FROM remark").fetchone() == (2,)
    assert "somebody" not in str(refused.value)
    assert not refused.value.connection_invalidated
