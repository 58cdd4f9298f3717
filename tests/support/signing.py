"""Something is appended to the played year and signed, as the service does it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.entry import Entry
from models.inbox_payloads import RequestRefused
from models.ledger import Head
from tests.support.shijing import BOOK, PEOPLE

if TYPE_CHECKING:
    from tests.support.shijing import Shijing


def sign_again(year: Shijing) -> None:
    """Append a record that needs no leave, and sign the head."""
    refused = RequestRefused(request="r", actor=PEOPLE["office"], act="-", matter="-", code="book.concluded", params={})
    entry = Entry(
        kind="request.refused",
        key="later",
        actor="system",
        role="system",
        happened_at=year.desk.clock(),
        payload=refused,
    )
    with year.desk.writing(BOOK, 1) as writer:
        writer.append(entry)
    with year.desk.reading() as session:
        year.desk.signer.sign(session.get_one(Head, BOOK))
