"""Access book and erasure on PostgreSQL: the same records, and no word left in the tables' files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest
from sqlmodel import Session, col, select

from app.access.looked import who_looked
from app.access.record import Look, record_look
from app.erasure.approve import approve_erasure
from app.erasure.request import Asked, request_erasure
from app.retention_schedule import schedule_of
from app.verify_folder import verify_folder
from audit.replay import replay
from models.side_stores import CommittedText
from tests.support.desks import server_desk
from tests.support.real_year import ACCESS, REAL, open_real_year
from tests.support.shijing import DEPARTMENT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from app.settings import Settings
    from audit.evaluators import Evaluators
    from tests.support.postgresql import Server
    from tests.support.shijing import Shijing

pytestmark = pytest.mark.slow

PLANTED = "身份证号440111199001010011"


@pytest.fixture
def database(server: Server, empty_on_server: str) -> str:
    return server.copy(empty_on_server)


@pytest.fixture
def settings(server: Server, database: str, tmp_path: Path) -> Settings:
    return server.settings(tmp_path / "data", database)


@pytest.fixture
def year(settings: Settings, evaluators: Evaluators) -> Iterator[Shijing]:
    year = open_real_year(server_desk(settings, evaluators))
    year.play()
    yield year
    year.desk.engine.dispose()


def in_files(server: Server, database: str) -> bool:
    """Whether the file of the texts, or the one of their long parts, holds the planted words."""
    server.run("CHECKPOINT", database)
    query = """
        SELECT pg_read_binary_file(pg_relation_filepath(c.oid)) FROM pg_class c WHERE c.relname = 'committed_text'
        UNION ALL
        SELECT pg_read_binary_file(pg_relation_filepath(c.reltoastrelid)) FROM pg_class c
        WHERE c.relname = 'committed_text' AND c.reltoastrelid <> 0
    """
    with psycopg.connect(server._at("postgres", database)) as connection:
        return any(PLANTED.encode() in raw for (raw,) in connection.execute(query).fetchall())


def test_an_erased_text_is_in_no_table_file_once_the_owner_wrote_them_anew(
    year: Shijing, settings: Settings, server: Server, database: str
) -> None:
    with Session(year.desk.engine) as session, session.begin():
        kept = session.exec(select(CommittedText).where(col(CommittedText.field) == "opinion")).first()
        assert kept is not None
        commitment = kept.commitment
        kept.text = PLANTED
        session.add(kept)
    assert in_files(server, database)
    schedule = schedule_of(settings)
    request = request_erasure(year.desk, Asked(REAL, "jixiaoke", "unlawful", text=commitment), schedule)
    without_owner = settings.model_copy(update={"database_owner_url": None})
    done = approve_erasure(without_owner, year.desk, REAL, request, "anquan", schedule)
    assert not done.wiped
    # The program's own role leaves the dead row in the file: this is what the owner's turn is for.
    assert in_files(server, database)
    again = approve_erasure(settings, year.desk, REAL, request, "anquan", schedule)
    assert (again.wiped, again.sequence) == (True, done.sequence)
    assert not in_files(server, database)
    report = verify_folder(settings, (REAL,))
    assert report.ok, report.first
    assert [note.target for note in report.books[0].erasures] == [commitment]
    assert replay(year.desk.engine, REAL).mismatches == ()


def test_looks_are_recorded_on_the_server_too(year: Shijing, settings: Settings) -> None:
    record_look(year.desk, [REAL], Look("task scores", "jixiaoke", DEPARTMENT))
    record_look(year.desk, [REAL], Look("audit replay", "shenji", roles=("auditor",)))
    assert [one.command for one in who_looked(year.desk, REAL)] == ["audit replay", "task scores"]
    report = verify_folder(settings, (ACCESS,))
    assert report.ok, report.first
    assert report.books[0].count == 3
    assert replay(year.desk.engine, ACCESS).mismatches == ()
