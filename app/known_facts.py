"""What the book knows of the inputs that a phase asks for, from wherever it came: each entry with its origin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from pydantic import JsonValue, TypeAdapter

from audit.carried_facts import carried_facts, carried_of
from audit.collected import CollectedFact, collected_facts, contested_facts
from audit.execution import latest_month, prefilled_execution, prefilled_facts
from audit.known import known_of
from audit.witnessed import witnessed_facts
from models.windows import MONITORING, kind_of
from rules.core.writing import to_data

if TYPE_CHECKING:
    from app.prefilled_phase import AskedPhase
    from app.self_evaluation import Looked

Source: TypeAlias = Literal["filed", "collected", "imported", "carried", "witnessed"]

_ENTRY: Final[TypeAdapter[dict[str, JsonValue]]] = TypeAdapter(dict[str, JsonValue])


@dataclass(frozen=True, slots=True)
class KnownFact:
    """An entry of a facts file. `sequence` is its record; None for what is witnessed: its place names the records."""

    words: Mapping[str, JsonValue]
    source: Source
    sequence: int | None = None


@dataclass(frozen=True, slots=True)
class KnownFacts:
    """By input. What several divisions brought is `contested`, and not known before a person says what is right."""

    by_input: dict[str, KnownFact]
    contested: dict[str, tuple[CollectedFact, ...]]


def known_facts(looked: Looked, asked: AskedPhase) -> KnownFacts:
    """What stands in the way of typing anything goes first: witnessed, copied; then what was filed in the phase itself.

    After it what divisions brought for the phase, the treasury's import of the month, and last what was filed in
    mid-year.
    """
    own = _filed(looked, asked.phase)
    session, book, department = looked.sight.session, looked.book, looked.department
    contested = {
        name: brought
        for name, brought in contested_facts(session, book, department, asked.phase).items()
        if name not in own
    }
    earlier = {} if kind_of(asked.phase) == MONITORING else _filed(looked, MONITORING)
    by_input = {
        **{name: one for name, one in earlier.items() if name not in contested},
        **_imported(looked, asked),
        **_collected(looked, asked.phase),
        **own,
        **_carried(looked),
        **_witnessed(looked),
    }
    return KnownFacts({name: one for name, one in by_input.items() if name not in contested}, contested)


def _filed(looked: Looked, phase: str) -> dict[str, KnownFact]:
    known = known_of(looked.sight.session, looked.book, looked.department, phase)["facts"]
    return {name: KnownFact(one.words, "filed", one.sequence) for name, one in known.items()}


def _collected(looked: Looked, phase: str) -> dict[str, KnownFact]:
    found = collected_facts(looked.sight.session, looked.book, looked.department, phase)
    return {name: KnownFact(_words(to_data(one.traced)), "collected", one.record) for name, one in found.items()}


def _imported(looked: Looked, asked: AskedPhase) -> dict[str, KnownFact]:
    """What the import of the window's month says; for the first window, if no month is named, the latest one."""
    if kind_of(asked.phase) != MONITORING:
        return {}
    session, book, department = looked.sight.session, looked.book, looked.department
    month = asked.month or latest_month(session, book, department, asked.before)
    found = None if month is None else prefilled_execution(session, book, department, month)
    facts = [] if found is None else prefilled_facts(looked.rubric, found)
    sequence = None if found is None else found.sequence
    return {str(one["input"]): KnownFact(one, "imported", sequence) for one in facts}


def _carried(looked: Looked) -> dict[str, KnownFact]:
    session, book, department = looked.sight.session, looked.book, looked.department
    standing = carried_of(session, book, department)
    sequence = None if standing is None else standing[0]
    found = [_words(one) for one in carried_facts(session, looked.rubric, book, department)]
    return {str(one["input"]): KnownFact(one, "carried", sequence) for one in found}


def _witnessed(looked: Looked) -> dict[str, KnownFact]:
    found = [_words(one) for one in witnessed_facts(looked.rubric, looked.sight)]
    return {str(one["input"]): KnownFact(one, "witnessed") for one in found}


def _words(entry: object) -> dict[str, JsonValue]:
    """An entry without what it does not say."""
    return {name: value for name, value in _ENTRY.validate_python(entry).items() if value is not None}
