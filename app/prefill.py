"""Prefill (预填): the facts file of a phase with everything that the book knows, and empty places for the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pydantic import JsonValue

from app.known_facts import Source, known_facts
from app.prefilled_phase import asked_phase
from app.self_evaluation import SELF_EVALUATION, look_before
from audit.collected import CollectedFact
from audit.known import Known, known_of
from models.windows import MONITORING, kind_of
from rules.asked import asked_inputs, rows_asking
from rules.core.facts import Indicator
from rules.core.reading import read_facts
from rules.core.rubric import Input, Row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from activities.desk import Desk
    from app.known_facts import KnownFacts
    from app.prefilled_phase import AskedPhase
    from app.self_evaluation import Looked
    from rules.core.rubric import Rubric

_EMPTY: Final = ""


@dataclass(frozen=True, slots=True)
class FilledFact:
    """An input of the rubric: its entry, None for what only the system can say and has not seen yet.

    `sequence` is the record that the value is from; None for an empty place, and for what was witnessed: there the
    entry's own place names the records. `source` is None for an empty place; `contested` is what several divisions
    brought to it.
    """

    input: str
    declared: Input
    rows: tuple[Row, ...]
    words: Mapping[str, JsonValue] | None
    sequence: int | None
    source: Source | None = None
    contested: tuple[CollectedFact, ...] = ()


@dataclass(frozen=True, slots=True)
class FilledResult:
    """What became of an indicator; `mid_year` is its mid-year result, which is no result of the year."""

    indicator: Indicator
    words: dict[str, JsonValue]
    sequence: int | None
    mid_year: Known | None


@dataclass(frozen=True, slots=True)
class Prefill:
    """The file as data. `targets` and `claims` are what the book holds, each with its record."""

    book: str
    department: str
    name: str
    phase: str
    tasks: tuple[Known, ...]
    indicators: tuple[Known, ...]
    facts: tuple[FilledFact, ...]
    results: tuple[FilledResult, ...]
    claims: tuple[Known, ...]


def prefill(desk: Desk, department: str, book: str | None, phase: str = SELF_EVALUATION) -> Prefill:
    """What the phase asks for; `phase` may name a window of the monitoring, or the month of the first one.

    Raises AppError `department.unknown`, `cli.which-book`, `prefill.no-phase`.
    """
    with desk.reading() as session:
        looked = look_before(session, desk, department, book)
        asked = asked_phase(looked.rubric, phase)
        own = known_of(session, looked.book, department, asked.phase)
        targets = known_of(session, looked.book, department, "targets")
        earlier = known_of(session, looked.book, department, MONITORING) if asked.phase == SELF_EVALUATION else None
        return Prefill(
            book=looked.book,
            department=department,
            name=looked.name,
            phase=asked.phase,
            tasks=tuple(targets["tasks"].values()),
            indicators=tuple(targets["indicators"].values()),
            facts=tuple(_facts(looked, asked, known_facts(looked, asked))),
            results=tuple(_results(looked, targets, own["results"], earlier["results"] if earlier else {}))
            if asked.phase != "targets"
            else (),
            claims=tuple(own["claims"].values()),
        )


def _facts(looked: Looked, asked: AskedPhase, known: KnownFacts) -> Iterator[FilledFact]:
    rubric = looked.rubric
    for name in asked_inputs(rubric, kind_of(asked.phase)):
        declared, rows = rubric.inputs[name], rows_asking(rubric, name)
        found = known.by_input.get(name)
        if found is not None:
            yield FilledFact(name, declared, rows, found.words, found.sequence, found.source)
        else:
            empty = None if declared.witnessed is not None else _unknown(name, declared)
            yield FilledFact(name, declared, rows, empty, None, contested=known.contested.get(name, ()))


def _unknown(name: str, declared: Input) -> dict[str, JsonValue]:
    """An empty place; its source document already stands where the figure's place has to be."""
    stated = declared.type in ("judgement", "points") or declared.carried is not None
    origin = "statement" if stated else "figure"
    return {
        "input": name,
        "value": _EMPTY,
        "unit": declared.unit,
        "origin": origin,
        "place": declared.source or _EMPTY,
    }


def _results(
    looked: Looked, targets: dict[str, dict[str, Known]], known: dict[str, Known], mid_year: dict[str, Known]
) -> Iterator[FilledResult]:
    lists = {name: [one.words for one in targets[name].values()] for name in ("tasks", "indicators")}
    for one in read_facts({"department": looked.department, **lists}).indicators:
        filed = known.get(one.id)
        words = _open_result(looked.rubric, one) if filed is None else filed.words
        yield FilledResult(one, words, None if filed is None else filed.sequence, mid_year.get(one.id))


def _open_result(rubric: Rubric, one: Indicator) -> dict[str, JsonValue]:
    if one.comparator is not None:
        return {"indicator": one.id, "actual": _EMPTY, "unit": one.unit, "origin": "figure", "place": _EMPTY}
    shapes = [row.indicators for row in rubric.leaves() if row.indicators is not None]
    tiered = any(shape.tiers and shape.owns(one.category) for shape in shapes)
    answer: dict[str, JsonValue] = {"share": _EMPTY, "basis": _EMPTY} if tiered else {"met": _EMPTY}
    return {"indicator": one.id, **answer, "origin": "statement", "place": _EMPTY}
