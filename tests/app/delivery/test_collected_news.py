"""What a department asks of a division is told to that division's contacts, and to no other's."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlmodel import col, select

from app.delivery.addressees import holders
from app.delivery.news import notices_of
from models.collecting import AppointContributor, CollectionAsk
from models.ledger import LedgerRecord
from tests.support.collecting import CONTACTS
from tests.support.shijing import BOOK, DEPARTMENT, local

if TYPE_CHECKING:
    from app.delivery.notice import Notice
    from tests.support.shijing import Shijing


def told_of(year: Shijing, kind: str) -> list[tuple[Notice, list[str]]]:
    with year.desk.reading() as session:
        (record,) = session.exec(select(LedgerRecord).where(col(LedgerRecord.kind) == kind))
        return [(one, holders(session, BOOK, one, date(2020, 11, 2))) for one in notices_of(record)]


def test_the_asking_of_a_division_is_news_for_its_own_contact_alone(shijing: Shijing) -> None:
    shijing.open_phase("targets")
    for division in ("office", "finance"):
        contact = AppointContributor(
            appointee=CONTACTS[division],
            department=DEPARTMENT,
            division=division,
            division_name=division,
            from_day="2020-10-09",
        )
        shijing.order(f"contact/{division}", contact, "security")
    asked = CollectionAsk(
        collection="budget",
        division="office",
        contributor=CONTACTS["office"],
        inputs=("annual_budget",),
        due="2020-11-04",
    )
    shijing.act("targets", "collection.ask", asked, "filler", local("2020-11-02"))
    ((notice, people),) = told_of(shijing, "collection.asked")
    assert (notice.kind, notice.role, notice.due) == ("asked", "contributor", "2020-11-04")
    assert people == [CONTACTS["office"]]
