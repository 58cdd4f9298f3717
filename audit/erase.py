"""Erase from the side stores: a text and its salt, a person's name, login and contacts. The chain stays as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from audit.upcast import payload_as
from models.erasure_payloads import ERASED_KINDS, Erased
from models.ledger import LedgerRecord
from models.side_stores import CommittedText, Contact, Person

if TYPE_CHECKING:
    from models.erasure_payloads import What


def erase(session: Session, what: What, target: str) -> None:
    """Erase what is there; what was erased before stays erased.

    Of a text the row stays, without text and salt, so that its request cannot come again with other words. With it go
    the words that the same request brought first and then corrected: no record commits to those.
    """
    if what == "person":
        person = session.get(Person, target)
        if person is not None:
            session.delete(person)
        for contact in session.exec(select(Contact).where(col(Contact.actor) == target)):
            session.delete(contact)
        return
    for kept in _versions(session, target):
        kept.text = kept.salt = None
        session.add(kept)


def _versions(session: Session, commitment: str) -> list[CommittedText]:
    one = session.get(CommittedText, commitment)
    if one is None:
        return []
    query = select(CommittedText).where(
        col(CommittedText.book) == one.book,
        col(CommittedText.request) == one.request,
        col(CommittedText.field) == one.field,
    )
    return list(session.exec(query))


def erase_again(session: Session) -> None:
    """Erase once more whatever the ledger says was erased: a copy of the side stores may have kept it."""
    for what, kind in ERASED_KINDS.items():
        for record in session.exec(select(LedgerRecord).where(col(LedgerRecord.kind) == kind)).all():
            erase(session, what, payload_as(record, Erased).target)
