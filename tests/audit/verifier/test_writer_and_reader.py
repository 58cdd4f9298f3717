from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlmodel import Session

from audit.append import BookWriter
from audit.entry import Entry
from audit.heads import HeadSigner
from audit.rebuild import bring_up
from audit.verifier import verify
from models.database import sqlite_engine
from models.ledger import Head
from models.opening import Officer
from models.payloads import BookOpened, DepartmentEnrolled

if TYPE_CHECKING:
    from pathlib import Path

BOOK = "guangzhou-baiyun/2021/rehearsal"
NOW = datetime(2026, 11, 21, 8, 30, tzinfo=UTC)
OPENING = BookOpened(
    bureau="guangzhou-baiyun",
    name="白云区财政局",
    year=2021,
    kind="rehearsal",
    shift_seconds=0,
    calendar={"version": "test", "holidays": [], "workdays": [], "years": ["2021"]},
    officers=(Officer(actor="系统", role="performance-office"),),
    opened_on="2020-10-12",
)


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """A data folder as the project's own writer leaves it."""
    (tmp_path / "jixiao.db").touch()
    engine = sqlite_engine(tmp_path / "jixiao.db")
    bring_up(engine)
    with Session(engine) as session, session.begin():
        writer = BookWriter.opening(session, BOOK, NOW)
        for number in range(4):
            payload = OPENING if number == 0 else DepartmentEnrolled(name="石井街道办事处", rubric_hash="0" * 64)
            kind = "book.opened" if number == 0 else "department.enrolled"
            department = f"shijing-{number}" if number else None
            writer.append(
                Entry(
                    kind=kind,
                    key=f"{BOOK}/{number}",
                    actor="系统",
                    role="performance-office" if number else "system",
                    happened_at=NOW,
                    payload=payload,
                    department=department,
                )
            )
    with Session(engine) as session:
        head = session.get(Head, BOOK)
        assert head is not None
        HeadSigner(tmp_path / "heads", tmp_path / "keys").sign(head)
    engine.dispose()
    return tmp_path


def test_what_the_writer_writes_the_reader_finds_whole(written: Path) -> None:
    (book,) = verify(written).books
    assert (book.damages, book.count, book.proved, book.signed_heads) == ((), 4, 4, 1)


def test_what_somebody_changes_behind_the_writers_back_the_reader_finds(written: Path) -> None:
    with sqlite3.connect(written / "jixiao.db") as connection:
        connection.execute("DROP TRIGGER ledger_no_update")
        connection.execute("UPDATE ledger SET actor = 'x' WHERE sequence = 2")
    connection.close()
    first = verify(written).first
    assert first is not None
    assert (first.kind, first.sequence) == ("altered", 2)
