"""What divisions brought and the department accepted: the figures by input, each with where it comes from."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlmodel import col, select

from models.collections_asked import Collection
from rules.core.facts import Fact
from rules.core.reading import read_facts

if TYPE_CHECKING:
    from sqlmodel import Session


@dataclass(frozen=True, slots=True)
class CollectedFact:
    """A figure as a division brought it (input, value, origin, place); `record` is the answer that holds it."""

    fact: Fact
    phase: str
    matter: str
    division: str
    record: int

    @property
    def traced(self) -> Fact:
        """The same figure for a filing: its place names the collection and the record besides."""
        return replace(self.fact, place=f"{self.matter}#{self.record}: {self.fact.place}")


def collected_facts(session: Session, book: str, department: str, phase: str | None = None) -> dict[str, CollectedFact]:
    """By input: what one division alone brought and the department accepted, for a phase or for any."""
    by_input = _brought(session, book, department, phase)
    return {name: next(iter(own.values())) for name, own in by_input.items() if len(own) == 1}


def contested_facts(
    session: Session, book: str, department: str, phase: str | None = None
) -> dict[str, tuple[CollectedFact, ...]]:
    """By input: what several divisions brought. Whether it is to be added or one is right, a person has to say."""
    by_input = _brought(session, book, department, phase)
    return {name: tuple(own.values()) for name, own in by_input.items() if len(own) > 1}


def facts_of_answer(collection: Collection) -> tuple[Fact, ...]:
    """The figures of a collection's newest answer; none before there is one."""
    if collection.document is None:
        return ()
    return read_facts({"department": collection.department, **json.loads(collection.document)["lists"]}).facts


def _brought(session: Session, book: str, department: str, phase: str | None) -> dict[str, dict[str, CollectedFact]]:
    """By input and division; what a division was asked for again takes the place of what it brought before."""
    query = select(Collection).where(
        col(Collection.book) == book, col(Collection.department) == department, col(Collection.state) == "accepted"
    )
    if phase is not None:
        query = query.where(col(Collection.phase) == phase)
    found: dict[str, dict[str, CollectedFact]] = {}
    for one in session.exec(query.order_by(col(Collection.answered))):
        for fact in facts_of_answer(one):
            brought = CollectedFact(fact, one.phase, one.matter, one.division, one.answered or 0)
            found.setdefault(fact.input, {})[one.division] = brought
    return dict(sorted(found.items()))
