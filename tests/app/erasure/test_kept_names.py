"""Whose name may go: a person may have served in several years, and in more than one bureau of one data folder."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlmodel import Session, select

from app.delivery.addresses import Address, keep_address
from app.settings import Settings
from models.inbox import InboxRequest
from models.ledger import LedgerRecord
from models.projections import Appointment, Book
from models.side_stores import CommittedText, Contact, Draft, Person
from tests.support.erasing import approve, ask, texts
from tests.support.real_year import ACTORS, REAL
from tests.support.refusals import refused

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.shijing import Shijing


def also_in(year: Shijing, book: str, actor: str, to_day: str | None = None, *, concluded: bool = True) -> None:
    """Another book in the same data folder in which the person has an appointment too."""
    bureau, number, _ = book.split("/")
    with Session(year.desk.engine) as session, session.begin():
        opened, record = session.get_one(Book, REAL), session.get_one(LedgerRecord, (REAL, 1))
        there = {"book": book, "bureau": bureau, "year": int(number), "concluded": concluded}
        session.add(Book(**{**opened.model_dump(), **there}))
        session.add(LedgerRecord(**{**record.model_dump(), "book": book}))
        held = {"sequence": 1, "position": 0, "actor": actor, "role": "administrator", "department": ""}
        session.add(Appointment(book=book, **held, from_day="2020-01-01", to_day=to_day, approved_by="p"))


def test_a_period_of_names_ends_with_that_of_the_latest_book_in_which_the_person_served(
    real: Shijing, data: Path
) -> None:
    Settings(data=data).retention.write_text(
        '[people]\nperiod = "3 years"\nstart = "year-end"\nbasis = "default"\nbinding = true\nreason = "本局"\n',
        encoding="utf-8",
    )
    also_in(real, "guangzhou-baiyun/2098/real", ACTORS["likai"], "2020-12-31")
    for ground in ("period-expired", "unlawful"):
        with refused(real.desk, "erasure.under-retention") as told:
            ask(real, data, person="likai", ground=ground)
        assert told.params["due"] == "2102-01-01"


def test_who_is_in_office_in_an_open_book_of_another_bureau_keeps_the_name(real: Shijing, data: Path) -> None:
    also_in(real, "elsewhere/2021/real", ACTORS["likai"], concluded=False)
    with refused(real.desk, "erasure.in-office") as told:
        ask(real, data, person="likai")
    assert told.params == {"role": "administrator", "book": "elsewhere/2021/real"}


def test_a_bureau_erases_nobody_who_served_only_in_another(real: Shijing, data: Path) -> None:
    with Session(real.desk.engine) as session, session.begin():
        session.add(Person(actor="p-0000000000000000000000c1", login="bieju", name="别局的人"))
    also_in(real, "elsewhere/2021/real", "p-0000000000000000000000c1", "2020-12-31")
    with refused(real.desk, "erasure.other-bureau") as told:
        ask(real, data, person="bieju")
    assert told.params["known"] == "elsewhere/2021/real"


def test_a_reason_of_a_request_that_nobody_carried_out_can_be_erased(real: Shijing, data: Path) -> None:
    kept = CommittedText(commitment="2" * 64, book=REAL, request="r/1", field="reason/funds", salt=b"s", text="无据")
    with Session(real.desk.engine) as session, session.begin():
        session.add(kept)
    approve(real, data, ask(real, data, "2" * 64))
    assert texts(real, "无据") == []


def test_with_an_erased_person_the_secret_addresses_go_at_once(real: Shijing, data: Path) -> None:
    """No service has to run: the address of a contact is as personal as the name."""
    settings = Settings(data=data)
    for login in ("likai", "anquan-2"):
        with Session(real.desk.engine) as session, session.begin():
            session.add(
                Contact(
                    contact=f"c-{login}",
                    actor=ACTORS[login],
                    name="mail",
                    channel="mail",
                    shown="smtps://host/…",
                    digest="daily",
                    language="zh",
                )
            )
        keep_address(settings.contacts, f"c-{login}", Address(f"smtps://host/?from=a@b&to={login}@c"))
    approve(real, data, ask(real, data, person="likai"))
    assert [file.name for file in settings.contacts.iterdir()] == ["c-anquan-2"]


def test_with_an_erased_person_drafts_and_words_of_refused_requests_go(real: Shijing, data: Path) -> None:
    words = "身份证号440111199001010011"
    draft = {"book": REAL, "department": "shijing", "act": "targets.file", "version": 1, "form": ".txt"}
    waits = {"book": REAL, "position": 1, "department": "shijing", "act": "targets.file", "content": "{}"}
    at = "2021-01-01T00:00:00.000000Z"
    details = f'{{"params":{{"given":"{words}"}},"problems":[["facts.missing",{{"at":"{words}"}}]]}}'
    with Session(real.desk.engine) as session, session.begin():
        for login in ("likai", "anquan-2"):
            who = {"actor": ACTORS[login], "matter": login}
            session.add(Draft(**draft, **who, saved_at=at, content=words.encode()))
            row = {**waits, **who, "key": login, "received_at": at, "state": "refused", "said": "facts.malformed"}
            session.add(InboxRequest(**row, details=details))
    approve(real, data, ask(real, data, person="likai"))
    with real.desk.reading() as session:
        assert [one.matter for one in session.exec(select(Draft))] == ["anquan-2"]
        told = {one.key: json.loads(one.details) for one in session.exec(select(InboxRequest))}
    assert told["likai"] == {"params": {"given": "—"}, "problems": [["facts.missing", {"at": "—"}]]}
    assert told["anquan-2"] == json.loads(details)
