"""The divisions of departments: their contacts, what they are asked and bring, and what is drawn for both."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from hypothesis import strategies as st

from models.collecting import AppointContributor, CollectionAsk, CollectionReturn
from models.collecting import Collected as Content
from tests.domain.brought import WORDS, Brought, facts
from tests.domain.codes import codes_of, of_the_office
from tests.domain.collecting import PROVED, Asking, Bringing, Returning
from tests.domain.days import day_of
from tests.domain.people import CLERK, MATE, REVIEWER, SECURITY, STRANGER, Post
from tests.domain.play import order

if TYPE_CHECKING:
    from hypothesis.strategies import DataObject

    from tests.domain.model import Year
    from tests.domain.world import World

OFFICE: Final = "office"
CONTACTS: Final = (CLERK, CLERK, MATE, REVIEWER, STRANGER)
_VALUES: Final = {"spent": 95, "budget": 100, "carry": 4, "deduction": 0}


def appoint_contact(
    world: World, place: tuple[str, str], contact: str, division: str = OFFICE, who: str = SECURITY
) -> frozenset[str]:
    """Name a contact of a division; so the division is known."""
    book = world.books[place[0]]
    post = Post(contact, "contributor", place[1], division=division)
    codes = (
        of_the_office(world, book, who, "security-officer")
        or codes_of(None if place[1] in book.years else "department.not-enrolled")
        or codes_of("appointment.conflict" if book.posts.bars(post) else None)
    )
    named = {"department": place[1], "division": division, "division_name": f"{division}科"}
    words = AppointContributor.model_validate({"appointee": contact, "from_day": post.first, **named})
    order(world, book, (who, words), codes)
    if not codes:
        book.posts.held.append(post)
        book.years[place[1]].records += 1
        book.years[place[1]].divisions.add(division)
    return codes


def ask(picture: Asking) -> Brought:
    """Ask a division."""
    said: dict[str, Any] = {"inputs": picture.inputs, "rows": picture.rows, "due": picture.due.isoformat()}
    named = {"collection": picture.name, "division": picture.division, "contributor": picture.contact, "words": WORDS}
    return Brought(CollectionAsk.model_validate({**named, **said}), picture)


def bring(picture: Bringing, digest: str) -> Brought:
    """What a division brings, beside the evidence of this digest where it names it."""
    figures = {name: _VALUES[name] for name in picture.inputs}
    evidence = (digest,) if picture.proved else ()
    return Brought(Content.model_validate({"lists": {"facts": facts(figures)}, "evidence": evidence}), picture)


def give_back(picture: Returning) -> Brought:
    """Back to the division."""
    due = None if picture.due is None else picture.due.isoformat()
    return Brought(CollectionReturn(opinion=WORDS, due=due), picture)


def drawn_asking(data: DataObject, world: World, year: Year) -> Brought:
    """Something to ask for, mostly by a day that leaves the department time."""
    filings = [task.due for task in year.tasks if task.open and task.act.endswith(".file")]
    before = timedelta(days=data.draw(st.sampled_from([1, 1, 2, 4, 0, 60])))
    asking = Asking(
        division=data.draw(st.sampled_from([OFFICE, OFFICE, OFFICE, "works"])),
        name=data.draw(st.sampled_from(["one", "two", "three", "four"])),
        contact=data.draw(st.sampled_from([CLERK, CLERK, CLERK, MATE])),
        due=min(filings, default=day_of(world.now)) - before,
        inputs=data.draw(st.sampled_from([("spent", "budget"), ("carry",), (), ("timely",), ("spent", "spent")])),
        rows=data.draw(st.sampled_from([(PROVED,), (PROVED,), (), ("manners",), ("budget",)])),
    )
    return ask(asking)


def drawn_bringing(data: DataObject, world: World, _year: Year) -> Brought:
    """Something that a division brings, asked for or not."""
    inputs = data.draw(st.sampled_from([(), ("spent",), ("spent", "budget"), ("carry",), ("deduction",)]))
    return bring(Bringing(inputs, data.draw(st.booleans())), proof(world))


def drawn_return(data: DataObject, world: World, _year: Year) -> Brought:
    """Back by the same day or another one."""
    days = data.draw(st.sampled_from([None, None, 1, 3, 30, -1]))
    return give_back(Returning(None if days is None else day_of(world.now) + timedelta(days=days)))


def proof(world: World) -> str:
    """The digest of the evidence that the machines bring."""
    return world.desk.evidence.put("证明".encode())
