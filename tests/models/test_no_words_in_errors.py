"""What a database refuses is told without the values: they may be somebody's words, and errors end in traces."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from models.side_stores import CommittedText
from models.tables import table_of

if TYPE_CHECKING:
    from activities.desk import Desk
    from tests.support.shijing import Shijing

WORDS = "王五440111199001010011"
KEPT = {"commitment": "2" * 64, "book": "b", "request": "r", "field": "opinion", "salt": b"s", "text": WORDS}


def _twice(desk: Desk) -> str:
    with desk.engine.begin() as connection, pytest.raises(IntegrityError) as refused:
        connection.execute(insert(table_of(CommittedText)), [KEPT, KEPT])
    return str(refused.value)


def test_an_error_of_the_database_holds_no_words_in_a_file(desk: Desk) -> None:
    assert WORDS not in _twice(desk)


@pytest.mark.slow
def test_an_error_of_the_database_holds_no_words_on_a_server(on_server: Shijing) -> None:
    assert WORDS not in _twice(on_server.desk)
