"""The ledger on PostgreSQL: the same book to the last byte, one chain under many writers, verified from a copy."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from app.people import register
from audit.append import BookWriter
from audit.commitment import commit_text
from audit.entry import Entry
from audit.errors import AuditError
from audit.ledger_copy import copy_ledger
from audit.replay import replay
from audit.verifier import verify
from models.ledger import FIRST_PREVIOUS, Head, LedgerRecord
from models.payloads import AppointmentMade
from models.side_stores import CommittedText
from models.task_payloads import TaskClaimed
from tests.support.clock import STARTS
from tests.support.shijing import BOOK, PEOPLE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from activities.desk import Desk
    from audit.verifier import Report
    from tests.support.shijing import Shijing

pytestmark = pytest.mark.slow

WRITERS = 8


def entry(key: str, role: str = "filler") -> Entry:
    return Entry(
        kind="appointment.made",
        key=key,
        actor=PEOPLE["security"],
        role="security-officer",
        happened_at=STARTS,
        payload=AppointmentMade(
            appointee=PEOPLE["filler"],
            role=role,
            department=None,
            from_day="2020-10-09",
            to_day=None,
            approved_by=PEOPLE["security"],
        ),
    )


def records(desk: Desk) -> list[LedgerRecord]:
    with Session(desk.engine) as session:
        return list(session.exec(select(LedgerRecord).order_by(col(LedgerRecord.sequence))))


def verified(year: Shijing, tmp_path: Path) -> Report:
    return verify(tmp_path / "server", (BOOK,), ledger=lambda: copy_ledger(year.desk.engine, tmp_path / "ledger.db"))


def together(work: Callable[[int], object]) -> list[object]:
    """Let every writer begin at the same moment."""
    barrier = Barrier(WRITERS)

    def begin(number: int) -> object:
        barrier.wait()
        return work(number)

    with ThreadPoolExecutor(WRITERS) as pool:
        return list(pool.map(begin, range(WRITERS)))


def test_the_same_year_is_the_same_book_on_both_databases(played: Shijing, on_server: Shijing, tmp_path: Path) -> None:
    on_server.open()
    on_server.play()
    assert records(on_server.desk) == records(played.desk)
    assert replay(on_server.desk.engine, BOOK).mismatches == ()
    report = verified(on_server, tmp_path)
    assert report.ok, report.first
    assert report.books[0].count == len(records(played.desk))


def test_many_writers_at_once_keep_one_chain(shijing_on_server: Shijing, tmp_path: Path) -> None:
    before = len(records(shijing_on_server.desk))

    def write(writer: int) -> None:
        for number in range(20):
            with shijing_on_server.desk.writing(BOOK, 1) as book:
                book.append(entry(f"{writer}/{number}"))

    together(write)
    written = records(shijing_on_server.desk)
    assert [one.sequence for one in written] == list(range(1, before + WRITERS * 20 + 1))
    assert [one.previous for one in written] == [FIRST_PREVIOUS, *(one.hash for one in written[:-1])]
    assert verified(shijing_on_server, tmp_path).books[0].damages == ()


def test_one_key_sent_by_many_at_once_is_written_once(shijing_on_server: Shijing) -> None:

    def write(_writer: int) -> int:
        with shijing_on_server.desk.writing(BOOK, 1) as book:
            return (book.find("same") or book.append(entry("same"))).sequence

    assert len(set(together(write))) == 1
    with pytest.raises(IntegrityError, match="unique"), shijing_on_server.desk.writing(BOOK, 1) as book:
        book.append(entry("same", "approver"))


def test_many_who_open_the_same_book_at_once_take_one_head(on_server: Shijing) -> None:
    def open_one(_number: int) -> int:
        with Session(on_server.desk.engine) as session, session.begin():
            writer = BookWriter.opening(session, BOOK, STARTS)
            return (writer.find("opening") or writer.append(entry("opening"))).sequence

    assert together(open_one) == [1] * WRITERS
    with on_server.desk.reading() as session:
        assert [(one.book, one.sequence) for one in session.exec(select(Head))] == [(BOOK, 1)]


def test_one_login_registered_by_many_at_once_is_one_person(on_server: Shijing) -> None:
    found = together(lambda _number: register(on_server.desk.engine, "tianbao", "填报人"))
    assert len(set(found)) == 1


def test_one_text_sent_by_many_at_once_is_kept_once(on_server: Shijing) -> None:
    def keep(_number: int) -> str:
        with Session(on_server.desk.engine) as session, session.begin():
            return commit_text(session, BOOK, "request", "opinion", "同意。")

    assert len(set(together(keep))) == 1
    with on_server.desk.reading() as session:
        assert len(session.exec(select(CommittedText)).all()) == 1


def test_a_reader_sees_one_moment_of_the_server(shijing_on_server: Shijing) -> None:
    with shijing_on_server.desk.reading() as session:
        before = len(session.exec(select(LedgerRecord.sequence)).all())
        shijing_on_server.open_phase("targets")
        assert len(session.exec(select(LedgerRecord.sequence)).all()) == before
    assert len(records(shijing_on_server.desk)) == before + 1


def test_a_key_used_again_is_refused_by_the_server_and_leaves_nothing(shijing_on_server: Shijing) -> None:
    with shijing_on_server.desk.writing(BOOK, 1) as book:
        book.append(entry("twice"))
    before = records(shijing_on_server.desk)
    with pytest.raises(IntegrityError), shijing_on_server.desk.writing(BOOK, 1) as book:
        book.append(entry("twice", "approver"))
    assert records(shijing_on_server.desk) == before


def test_a_change_of_what_is_not_there_is_refused_with_its_record_and_leaves_nothing(
    shijing_on_server: Shijing,
) -> None:
    before = records(shijing_on_server.desk)
    claimed = TaskClaimed(matter="nothing", act="targets.file", round=1)
    with pytest.raises(AuditError) as refused, shijing_on_server.desk.writing(BOOK, 1) as book:
        book.append(replace(entry("claim"), kind="task.claimed", department="nobody", payload=claimed))
    assert (refused.value.code, refused.value.params["kind"]) == ("record.does-not-follow", "task.claimed")
    assert records(shijing_on_server.desk) == before


def test_connections_that_the_server_gave_up_are_not_handed_out(shijing_on_server: Shijing) -> None:
    engine = shijing_on_server.desk.engine
    with engine.connect(), engine.connect():
        pass
    ended = text(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    with engine.connect() as connection:
        assert set(connection.execute(ended).scalars()) == {True}
    before = len(records(shijing_on_server.desk))
    with shijing_on_server.desk.writing(BOOK, 1) as book, shijing_on_server.desk.reading() as other:
        book.append(entry("after"))
        assert len(other.exec(select(LedgerRecord)).all()) == before
    assert len(records(shijing_on_server.desk)) == before + 1
