"""Columns of text that are given as bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import make_url
from sqlmodel import Session, select

from models.canonical_text import CanonicalText
from models.prepared import insert_rows
from models.projections import Score

if TYPE_CHECKING:
    from activities.desk import Desk

TEXT = '{"名称":"“绩效”","blank":"a\\u0000b"}'
ROW: dict[str, object] = {"book": "b", "sequence": 1, "department": "d", "stage": "score", "state": "made"}


def test_bytes_and_text_are_stored_as_the_same_text(desk: Desk) -> None:
    with Session(desk.engine) as session:
        insert_rows(session.connection(), Score, [{**ROW, "document": TEXT.encode()}])
        insert_rows(session.connection(), Score, [{**ROW, "sequence": 2, "document": TEXT}])
        kinds = session.connection().exec_driver_sql("SELECT DISTINCT typeof(document) FROM score").scalars().all()
        assert [score.document for score in session.exec(select(Score))] == [TEXT, TEXT]
    assert kinds == ["text"]


def test_a_server_is_given_text() -> None:
    dialect = make_url("postgresql+psycopg://").get_dialect()()
    given = CanonicalText().bind_processor(dialect)
    assert given is not None
    assert [given(TEXT.encode()), given(TEXT), given(None)] == [TEXT, TEXT, None]
