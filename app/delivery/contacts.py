"""Contacts: set, list, remove and try the ways in which a person wants to be told."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

from sqlmodel import Session, col, select

from app.delivery.addressees import contacts_of
from app.delivery.addresses import forget_address, keep_address, parse_address, read_address, shown
from app.delivery.chat import is_known
from app.delivery.letter import Letter
from app.delivery.pace import Digest
from app.delivery.parcel import WAITING
from app.delivery.send import send
from app.delivery.wording import Wording
from app.errors import AppError
from app.people import actor_of
from models.side_stores import Contact, Delivery, Person
from models.values import instant_text

if TYPE_CHECKING:
    from app.delivery.letter import Answer
    from app.delivery.post import Post

_CONTACT_BYTES: Final = 8


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person's contact is to be; `address` is the text of a file, the secret of a webhook in its second line."""

    login: str
    name: str
    address: str
    digest: Digest
    language: str


@dataclass(frozen=True, slots=True)
class ShownContact:
    """A contact as it may be seen; one without a name stands for a person who has none.

    `missing` says that its address is gone and has to be set again.
    """

    login: str
    name: str
    channel: str
    shown: str
    digest: str
    language: str
    missing: bool

    def to_data(self) -> dict[str, object]:
        """JSON-able."""
        return asdict(self)


def set_contact(post: Post, wanted: Wanted) -> ShownContact:
    """Set or replace a person's contact; what is queued for it goes to the new address.

    Raises AppError `person.unknown`, `contact.unknown-service`, and what `parse_address` raises.
    """
    address = parse_address(wanted.address)
    if address.channel == "apprise":
        _require_known_service(wanted.address)
    with Session(post.desk.engine) as session, session.begin():
        actor = actor_of(session, wanted.login)
        kept = next((one for one in contacts_of(session, actor) if one.name == wanted.name), None)
        contact = session.merge(
            Contact(
                contact=f"c-{secrets.token_hex(_CONTACT_BYTES)}" if kept is None else kept.contact,
                actor=actor,
                name=wanted.name,
                channel=address.channel,
                shown=shown(address),
                digest=wanted.digest,
                language=wanted.language,
            )
        )
        # The address first: a contact without one is of no use, an address without a contact does no harm.
        keep_address(post.addresses, contact.contact, address)
        return _seen(post, wanted.login, contact)


def list_contacts(post: Post) -> list[ShownContact]:
    """Everybody's contacts by login, and the people who have none."""
    with post.desk.reading() as session:
        people = session.exec(select(Person).order_by(col(Person.login))).all()
        return [
            seen
            for person in people
            for seen in [_seen(post, person.login, contact) for contact in contacts_of(session, person.actor)]
            or [ShownContact(person.login, "", "", "", "", "", missing=False)]
        ]


def remove_contact(post: Post, login: str, name: str) -> None:
    """Remove it and its address; what waited for it is moot. Raises AppError `person.unknown`, `contact.unknown`."""
    with Session(post.desk.engine) as session, session.begin():
        contact = _found(session, login, name)
        query = select(Delivery).where(col(Delivery.contact) == contact.contact, col(Delivery.state).in_(WAITING))
        for delivery in session.exec(query):
            delivery.state, delivery.ended_at = "moot", instant_text(post.desk.clock())
            session.add(delivery)
        session.delete(contact)
        forget_address(post.addresses, contact.contact)


def try_contact(post: Post, login: str, name: str) -> Answer:
    """Send a trial message now. Raises AppError `person.unknown`, `contact.unknown`."""
    with post.desk.reading() as session:
        contact = _found(session, login, name)
    voice = Wording(contact.language)
    message = f"jixiao-test-{secrets.token_hex(_CONTACT_BYTES)}"
    subject, text = voice.text("letter.trial"), voice.text("letter.trial-text", login=login)
    document: dict[str, object] = {"format": "jixiao.delivery/1", "message": message, "subject": subject, "text": text}
    return send(post, contact.contact, Letter(message, subject, text, {**document, "notices": []}))


def _require_known_service(text: str) -> None:
    if not is_known(parse_address(text)):
        raise AppError("contact.unknown-service")


def _found(session: Session, login: str, name: str) -> Contact:
    contacts = contacts_of(session, actor_of(session, login))
    for contact in contacts:
        if contact.name == name:
            return contact
    known = "、".join(contact.name for contact in contacts) or "-"
    raise AppError("contact.unknown", login=login, name=name, known=known)


def _seen(post: Post, login: str, contact: Contact) -> ShownContact:
    missing = read_address(post.addresses, contact.contact) is None
    return ShownContact(
        login=login,
        name=contact.name,
        channel=contact.channel,
        shown=contact.shown,
        digest=contact.digest,
        language=contact.language,
        missing=missing,
    )
