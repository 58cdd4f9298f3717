"""A department collects from its divisions: appoint contacts, ask, answer, return, accept, cancel; texts stay here."""

from __future__ import annotations

import asyncio
import json
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pydantic import ValidationError
from sqlmodel import Session, col, func, select

from activities.desk import Desk
from app.bulk import Item, ItemResult, carry_out
from app.errors import AppError
from app.evidence.bringing import Bringing
from app.evidence.hand_in import add_evidence
from app.orders import SignedOrder, send_order
from app.people import actor_of, naming_people, register
from app.settings import Settings
from app.texts import Texts, require_words, words_in
from app.window import window_of
from app.word_key import key_part, word_key
from models.collecting import PREFIX, AppointContributor, Collected, CollectionAsk, CollectionReturn
from models.collections_asked import Collection
from models.commands import Answer, Deed
from models.projections import Book, Task
from models.receipts import Receipt
from rules.core.writing import to_data
from rules.facts_file import load_facts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pydantic import JsonValue

    from models.commands import Content

_SHOWN: Final = 16
_NAMES: Final = "DIVISION=LOGIN"


@dataclass(frozen=True, slots=True)
class Hand:
    """Whose hand it is, in which department of which book; `key` is that of an earlier sending."""

    settings: Settings
    desk: Desk
    book: str
    department: str
    login: str
    key: str | None = None

    def named(self, act: str, *words: JsonValue) -> str:
        """The key: the same words are the same request."""
        return self.key or f"{key_part(self.department)}/collection/{act}/{word_key(self.login, *words)}"

    def send(self, act: str, matter: str, content: Content, key: str) -> Receipt:
        """Hand the act in. Raises AppError `book.unknown`, and what the window raises."""
        with self.desk.reading() as session:
            actor, book = actor_of(session, self.login), session.get(Book, self.book)
        if book is None:
            raise AppError("book.unknown", book=self.book, known="-")

        async def sent() -> Receipt:
            window = window_of(self.settings, self.desk, book)
            deed = Deed(actor=actor, act=act, matter=matter, content=content)
            return await window.act(self.book, self.department, key, deed)

        with naming_people(self.desk):
            return asyncio.run(sent())


@dataclass(frozen=True, slots=True)
class Asking:
    """What is asked of which divisions (DIVISION=LOGIN each) for which filing; `due` is an ISO day."""

    phase: str
    divisions: tuple[str, ...]
    due: str
    inputs: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    name: str | None = None
    words: str | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """Who becomes the contact of which division, as the security officer says; a name registers a new person."""

    login: str
    division: str
    division_name: str
    from_day: str
    to_day: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """A receipt, the key to send again with, and the inputs of the file that nobody asked for."""

    receipt: Receipt
    key: str
    left_out: tuple[str, ...] = ()


def appoint_contact(hand: Hand, contact: Contact) -> Sent:
    """Appoint a contact. Raises AppError `person.unknown`, `task.text-needed`, and what `send_order` raises."""
    require_words(division_name=contact.division_name)
    if contact.name is not None:
        register(hand.desk.engine, contact.login, contact.name)
    with hand.desk.reading() as session:
        actor = actor_of(session, contact.login)
    with _well_formed():
        order = AppointContributor(
            appointee=actor,
            department=hand.department,
            division=contact.division,
            division_name=contact.division_name,
            from_day=contact.from_day,
            to_day=contact.to_day,
        )
    key = hand.named("appoint", *order.model_dump(mode="json").values())
    return Sent(send_order(hand.settings, hand.desk, SignedOrder(hand.book, hand.login, key, order)), key)


def ask(hand: Hand, wanted: Asking, tell: Callable[[int], None]) -> Iterator[ItemResult]:
    """Ask each division by a request of its own, whatever becomes of the others; the matter names the division."""
    words: list[JsonValue] = [wanted.phase, wanted.due, [*wanted.inputs], [*wanted.rows], wanted.name, wanted.words]
    for count, (division, login) in enumerate([_pair(text) for text in wanted.divisions], start=1):
        key = hand.named("ask", division, login, *words) if hand.key is None else f"{hand.key}/{division}"
        matter = f"{PREFIX}{division}/{wanted.name or wanted.due}"
        item = Item(hand.department, None, key)
        yield from carry_out(hand.desk, [item], matter, partial(_ask_one, hand, wanted, (division, login)), _untold)
        tell(count)


def answer(hand: Hand, matter: str, facts: Path | None, evidence: tuple[str, ...]) -> Sent:
    """Bring figures from a file and proof (ROW=FILE each): the proof is on record before the answer that names it."""
    with hand.desk.reading() as session:
        wanted = set(json.loads(_collection(session, hand, matter).inputs))
        asked = _times_asked(session, hand, matter, "collection.answer")
    brought = () if facts is None else load_facts(facts).facts
    lists = to_data({"facts": tuple(fact for fact in brought if fact.input in wanted)}) if brought else {}
    digests = tuple(_prove(hand, matter, one) for one in evidence)
    content = Collected.model_validate({"lists": lists, "evidence": digests})
    key = hand.named("answer", matter, asked, content.model_dump(mode="json"))
    left_out = tuple(fact.input for fact in brought if fact.input not in wanted)
    return Sent(hand.send("collection.answer", matter, content, key), key, left_out)


def settle(hand: Hand, act: str, matter: str, opinion: str | None = None, due: str | None = None) -> Sent:
    """Return (with an opinion, perhaps another ISO day), accept or cancel. Raises AppError `task.text-needed`."""
    with hand.desk.reading() as session:
        _collection(session, hand, matter)
        asked = _times_asked(session, hand, matter, "collection.accept")
    key = hand.named(act, matter, asked, opinion, due)
    texts = Texts(hand.desk, hand.book, key)
    content: Content
    if act == "return":
        content = CollectionReturn(opinion=texts.required("opinion", opinion), due=due)
    else:
        content = Answer(opinion=texts.optional("opinion", opinion))
    return Sent(hand.send(f"collection.{act}", matter, content, key), key)


def _ask_one(hand: Hand, wanted: Asking, pair: tuple[str, str], item: Item) -> str:
    division, login = pair
    with hand.desk.reading() as session:
        contributor = actor_of(session, login)
    words = None if wanted.words is None else words_in("words", wanted.words)
    with _well_formed():
        content = CollectionAsk(
            collection=wanted.name or wanted.due,
            division=division,
            contributor=contributor,
            inputs=wanted.inputs,
            rows=wanted.rows,
            due=wanted.due,
            words=Texts(hand.desk, hand.book, item.key).optional("words", words),
        )
    return str(hand.send("collection.ask", wanted.phase, content, item.key).sequence)


def _untold(_count: int) -> None:
    """One item at a time needs no counting of its own."""


@contextmanager
def _well_formed() -> Iterator[None]:
    """Words that no id can be are refused with the field that they stand in."""
    try:
        yield
    except ValidationError as error:
        fault = error.errors()[0]
        raise AppError("collection.malformed", field=str(fault["loc"][0]), given=str(fault.get("input", ""))) from error


def _prove(hand: Hand, matter: str, text: str) -> str:
    row, _, file = text.partition("=")
    if not (row.strip() and file.strip()):
        raise AppError("task.malformed-option", given=text, wanted="ROW=FILE")
    path = Path(file)
    said = sha256(
        f"{hand.login}\x00{path.name}\x00".encode() + (path.read_bytes() if path.is_file() else b"")
    ).hexdigest()
    key = f"{hand.department}/{matter}/evidence/{row}/{said[:_SHOWN]}"
    bringing = Bringing(path, hand.department, hand.book, hand.login, matter, key)
    return add_evidence(hand.settings, hand.desk, bringing, (row,)).digest


def _pair(text: str) -> tuple[str, str]:
    division, _, login = text.partition("=")
    if not (division.strip() and login.strip()):
        raise AppError("task.malformed-option", given=text, wanted=_NAMES)
    return division, login


def _collection(session: Session, hand: Hand, matter: str) -> Collection:
    found = session.get(Collection, (hand.book, hand.department, matter))
    if found is None:
        query = select(Collection.matter).where(
            col(Collection.book) == hand.book, col(Collection.department) == hand.department
        )
        known = "、".join(sorted(session.exec(query))) or "-"
        raise AppError("collection.unknown", matter=matter, department=hand.department, known=known)
    return found


def _times_asked(session: Session, hand: Hand, matter: str, act: str) -> int:
    """How often an act has been awaited: sent again it is the same request, asked for again another one."""
    query = select(func.max(Task.round)).where(
        col(Task.book) == hand.book,
        col(Task.department) == hand.department,
        col(Task.matter) == matter,
        col(Task.act) == act,
    )
    return session.exec(query).one() or 0
