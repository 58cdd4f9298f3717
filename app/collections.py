"""Collections as a person sees them: what was asked of which division, how it stands, what was accepted."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from activities.authority import appointments_of
from app.erased import Words, words_of
from app.errors import AppError
from app.people import actor_of
from app.tasks import books_of, today_in
from audit.collected import CollectedFact, collected_facts, contested_facts, facts_of_answer
from audit.durable import write_durably
from models.collections_asked import Collection, Division
from models.projections import Book, Department
from models.side_stores import Person
from rules.core.writing import to_data
from rules.facts_file import load_facts

if TYPE_CHECKING:
    from pathlib import Path

    from activities.desk import Desk
    from models.projections import Appointment

# What still waits for the division.
_OWED = ("asked", "returned")


@dataclass(frozen=True, slots=True)
class SeenCollection:
    """A collection; `days_left` counts to its day while it is owed (negative when overdue), `days_late` of its answer.

    `contributor` and `asked_by` are logins; `missing` are the inputs that were asked for and not brought.
    """

    book: str
    department: str
    matter: str
    division: str
    division_name: str
    phase: str
    state: str
    due: str
    days_left: int | None
    days_late: int
    contributor: str
    asked_by: str
    inputs: tuple[str, ...]
    rows: tuple[str, ...]
    missing: tuple[str, ...]
    evidence: tuple[str, ...]
    words: Words | None
    opinion: Words | None

    @property
    def is_late(self) -> bool:
        """Whether it came late, or is overdue now."""
        return self.days_late > 0 or (self.days_left is not None and self.days_left < 0)

    def to_data(self) -> dict[str, object]:
        """JSON-able."""
        said = {name: value for name, value in asdict(self).items() if name not in ("words", "opinion")}
        for name, words in (("words", self.words), ("opinion", self.opinion)):
            said[name] = None if words is None else {"text": words.text, **words.to_data()}
        return {**said, "late": self.is_late}


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a department's divisions brought and it accepted; contested is what several of them brought."""

    facts: Mapping[str, CollectedFact]
    contested: Mapping[str, tuple[CollectedFact, ...]]

    def to_data(self) -> dict[str, object]:
        """JSON-able."""
        return {
            "facts": [_fact_data(one) for one in self.facts.values()],
            "contested": [_fact_data(one) for each in self.contested.values() for one in each],
        }


def list_collections(
    desk: Desk, book: str | None, department: str | None, login: str | None, *, late: bool = False
) -> list[SeenCollection]:
    """Those of a book or all, the nearest day first; with a login only what the person's appointments reach.

    Raises AppError `book.unknown`, `person.unknown`.
    """
    found: list[SeenCollection] = []
    with desk.reading() as session:
        actor = None if login is None else actor_of(session, login)
        for one in books_of(session, book):
            held = None if actor is None else appointments_of(session, one.book, actor, today_in(one))
            query = select(Collection).where(col(Collection.book) == one.book)
            if department is not None:
                query = query.where(col(Collection.department) == department)
            found += [_seen(session, one, row) for row in session.exec(query) if is_shown(row, held)]
    chosen = (one for one in found if one.is_late or not late)
    return sorted(chosen, key=lambda one: (one.due, one.department, one.matter))


def gathered(desk: Desk, book: str, department: str, login: str | None, phase: str | None = None) -> Gathered:
    """What was accepted, as far as the person's appointments reach it. Raises AppError `department.unknown`."""
    with desk.reading() as session:
        (opened,) = books_of(session, book)
        if session.get(Department, (book, department)) is None:
            known = session.exec(select(Department.department).where(col(Department.book) == book))
            raise AppError("department.unknown", department=department, known="、".join(sorted(known)) or "-")
        actor = None if login is None else actor_of(session, login)
        held = None if actor is None else appointments_of(session, book, actor, today_in(opened))
        query = select(Collection).where(col(Collection.book) == book, col(Collection.department) == department)
        shown = {row.matter for row in session.exec(query) if is_shown(row, held)}
        facts = collected_facts(session, book, department, phase)
        contested = contested_facts(session, book, department, phase)
    return Gathered(
        {name: fact for name, fact in facts.items() if fact.matter in shown},
        {
            name: own
            for name, all_ in contested.items()
            if (own := tuple(each for each in all_ if each.matter in shown))
        },
    )


def write_facts(found: Gathered, department: str, own: Path | None, out: Path) -> tuple[str, ...]:
    """Write a facts file with what was accepted, into the department's own facts if there are any.

    Returns the inputs of `own` that a division's figure took the place of. What is contested is left as it was.
    Raises AppError `collection.not-json` for another file name, and what `load_facts` raises.
    """
    if out.suffix != ".json":
        raise AppError("collection.not-json", file=str(out))
    known = {"department": department} if own is None else to_data(load_facts(own))
    if not isinstance(known, dict):
        raise AppError("collection.not-json", file=str(own))
    listed = known.get("facts")
    before = [fact for fact in listed if isinstance(fact, dict)] if isinstance(listed, list) else []
    kept = [fact for fact in before if fact["input"] not in found.facts]
    brought = [to_data(one.traced) for one in found.facts.values()]
    content = json.dumps({**known, "facts": [*kept, *brought]}, ensure_ascii=False, indent=2)
    write_durably(out, f"{content}\n".encode())
    return tuple(str(fact["input"]) for fact in before if fact["input"] in found.facts)


def is_shown(collection: Collection, held: list[Appointment] | None) -> bool:
    """Whether one of these appointments reaches a collection (None: everybody's); a contact's only the division's."""
    return held is None or any(
        one.department in ("", collection.department) and one.division in ("", collection.division) for one in held
    )


def _seen(session: Session, book: Book, row: Collection) -> SeenCollection:
    division = session.get_one(Division, (row.book, row.department, row.division))
    inputs = tuple(json.loads(row.inputs))
    brought = {fact.input for fact in facts_of_answer(row)}
    owed = row.state in _OWED
    return SeenCollection(
        book=row.book,
        department=row.department,
        matter=row.matter,
        division=row.division,
        division_name=division.name,
        phase=row.phase,
        state=row.state,
        due=row.due,
        days_left=(date.fromisoformat(row.due) - today_in(book)).days if owed else None,
        days_late=row.days_late,
        contributor=_login(session, row.answered_by or row.contributor),
        asked_by=_login(session, row.asked_by),
        inputs=inputs,
        rows=tuple(json.loads(row.rows)),
        missing=tuple(name for name in inputs if name not in brought),
        evidence=tuple(json.loads(row.document)["evidence"]) if row.document else (),
        words=None if row.words is None else words_of(session, row.book, row.words),
        opinion=None if row.opinion is None else words_of(session, row.book, row.opinion),
    )


def _login(session: Session, actor: str) -> str:
    person = session.get(Person, actor)
    return actor if person is None else person.login


def _fact_data(one: CollectedFact) -> dict[str, object]:
    fact = to_data(one.fact)
    place = {"phase": one.phase, "matter": one.matter, "division": one.division, "record": one.record}
    return {**(fact if isinstance(fact, dict) else {}), **place}
