"""Erase from the side stores: a text and its salt, or a person with what only that one said. The chain stays."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from sqlmodel import Session, col, select

from audit.canonical import canonical_bytes
from audit.upcast import payload_as
from models.erasure_payloads import ERASED_KINDS, Erased
from models.inbox import REFUSED, InboxRequest
from models.ledger import LedgerRecord
from models.side_stores import CommittedText, Contact, Draft, Person

if TYPE_CHECKING:
    from pydantic import JsonValue

    from models.erasure_payloads import What

_GONE: Final = "—"


def erase(session: Session, what: What, target: str) -> None:
    """Erase what is there; what was erased before stays erased.

    Of a text the row stays, without text and salt, so that its request cannot come again with other words. With it go
    the words that the same request brought first and then corrected: no record commits to those. With a person go name,
    login and contacts, the drafts that the person saved last, and what was typed into requests that were refused.
    """
    if what == "person":
        _erase_person(session, target)
        return
    for kept in _versions(session, target):
        kept.text = kept.salt = None
        session.add(kept)


def _erase_person(session: Session, actor: str) -> None:
    people = session.exec(select(Person).where(col(Person.actor) == actor)).all()
    contacts = session.exec(select(Contact).where(col(Contact.actor) == actor)).all()
    drafts = session.exec(select(Draft).where(col(Draft.actor) == actor)).all()
    for one in (*people, *contacts, *drafts):
        session.delete(one)
    refused = select(InboxRequest).where(col(InboxRequest.actor) == actor, col(InboxRequest.state) == REFUSED)
    for request in session.exec(refused):
        request.details = _without_words(request.details)
        session.add(request)


def _without_words(details: str) -> str:
    """The same blanks and faults, with nothing in the blanks."""
    told = json.loads(details)
    params: dict[str, JsonValue] = dict.fromkeys(told.get("params", {}), _GONE)
    problems: list[JsonValue] = [[code, dict.fromkeys(blanks, _GONE)] for code, blanks in told.get("problems", [])]
    return canonical_bytes({"params": params, "problems": problems}).decode()


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
