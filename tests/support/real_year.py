"""Shijing's year in a real book, concluded, with an auditor, a second security officer and a person who left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from models.commands import Appoint
from models.ledger import LedgerRecord
from models.side_stores import CommittedText, Person
from tests.support.shijing import Shijing

if TYPE_CHECKING:
    from activities.desk import Desk

REAL = "guangzhou-baiyun/2021/real"
ACCESS = "guangzhou-baiyun/2021/access"
NAMES = {"shenji": "审计员甲", "anquan-2": "安全员乙", "likai": "离开的人"}
ACTORS = {
    "shenji": "p-0000000000000000000000b1",
    "anquan-2": "p-0000000000000000000000b2",
    "likai": "p-0000000000000000000000b3",
}


def open_real_year(desk: Desk) -> Shijing:
    """The book is open; nothing has been filed."""
    year = Shijing(desk, book=REAL)
    year.open()
    with Session(desk.engine) as session, session.begin():
        session.add_all(Person(actor=ACTORS[login], login=login, name=name) for login, name in NAMES.items())
    for login, role, to_day in (
        ("shenji", "auditor", None),
        ("anquan-2", "security-officer", None),
        ("likai", "administrator", "2021-06-30"),
    ):
        appoint = Appoint(appointee=ACTORS[login], role=role, from_day="2020-10-09", to_day=to_day)
        year.order(f"appoint/{login}", appoint, "security")
    return year


def opinion(year: Shijing, field: str = "opinion") -> tuple[str, str, int]:
    """The first text of a field: its commitment, its words, and the record that brought it."""
    with year.desk.reading() as session:
        query = select(CommittedText).where(col(CommittedText.field) == field, col(CommittedText.text).is_not(None))
        kept = session.exec(query.order_by(col(CommittedText.request))).first()
        assert kept is not None
        record = session.exec(select(LedgerRecord.sequence).where(col(LedgerRecord.key) == kept.request)).one()
        return kept.commitment, kept.text or "", record
