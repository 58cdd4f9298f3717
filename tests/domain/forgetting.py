"""Erasures asked for by one person and approved by another, and looks at a real year: what both leave in a ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from sqlmodel import Session

from activities.errors import RefusedError
from app.access.record import Look, record_login, record_look
from app.erasure.approve import approve_erasure
from app.erasure.request import Asked, request_erasure
from app.errors import AppError
from app.retention_schedule import schedule_of
from app.settings import Settings
from audit.commitment import commit_text
from models.side_stores import CommittedText, Person
from tests.domain.checks import check_verified, heads
from tests.domain.people import LOGINS, STRANGER

if TYPE_CHECKING:
    from tests.domain.books import BookPicture
    from tests.domain.world import World

# A year that nobody opened: who looks at it is recorded all the same.
LOOKED_AT: Final = "somewhere/2021/real"
_DOOR: Final = "door"


def erase_text(world: World, book: BookPicture) -> None:
    """Keep words of the bureau's office, and erase them: nobody has them any more, and no table changes."""
    words = f"words of {world.new_request()}"
    with Session(world.desk.engine) as session, session.begin():
        commitment = commit_text(session, book.id, words.replace(" ", "/"), "opinion", words)
    _erase(world, book, Asked(book.id, "office", "unlawful", text=commitment))
    book.erasures.append(("text", True))
    with world.desk.reading() as session:
        kept = session.get_one(CommittedText, commitment)
        assert (kept.text, kept.salt) == (None, None)


def erase_person(world: World, book: BookPicture) -> None:
    """Erase the stranger's name and login once no open year needs to know who acts in it."""
    _erase(world, book, Asked(book.id, "office", "consent-withdrawn", person="stranger"))
    book.erasures.append(("person", True))
    with world.desk.reading() as session:
        assert session.get(Person, STRANGER) is None


def keep_person(world: World, book: BookPicture) -> None:
    """Somebody in office cannot be erased, and the attempt writes nothing."""
    before, schedule = heads(world), schedule_of(Settings(data=world.data))
    with pytest.raises(AppError) as refused:
        request_erasure(world.desk, Asked(book.id, "office", "consent-withdrawn", person="office"), schedule)
    assert refused.value.code == "erasure.in-office"
    assert heads(world) == before


def look(world: World) -> None:
    """A look, a copy taken away, a refused look and two logins: five records beside the opening, in a book apart."""
    before = heads(world)
    record_look(world.desk, (*world.books, LOOKED_AT), Look("audit replay", "office"))
    record_look(world.desk, (LOOKED_AT,), Look("audit export", "office", department="beta", exported=True))
    _refuse_look(world)
    for made in (True, False):
        record_login(world.desk, LOOKED_AT, LOGINS["office"], _DOOR, made=made)
    after = heads(world)
    (access,) = after.keys() - world.books.keys()
    assert {book: after[book] for book in world.books} == {book: before[book] for book in world.books}
    assert after[access][0] == before.get(access, (1,))[0] + 5
    check_verified(world, access)


def _refuse_look(world: World) -> None:
    with pytest.raises(RefusedError) as refused:
        record_look(world.desk, (LOOKED_AT,), Look("audit verify", "security", roles=("auditor",)))
    assert refused.value.code == "access.not-allowed"


def _erase(world: World, book: BookPicture, asked: Asked) -> None:
    settings = Settings(data=world.data)
    schedule = schedule_of(settings)
    request = request_erasure(world.desk, asked, schedule)
    assert request_erasure(world.other, asked, schedule) == request
    book.own += 1
    assert request == book.records
    done = approve_erasure(settings, world.desk, book.id, request, "security", schedule)
    assert approve_erasure(settings, world.other, book.id, request, "security", schedule).sequence == done.sequence
    book.own += 1
    assert done.sequence == book.records
