"""Prefill (预填): the facts file of a phase with everything that the book knows, and empty places for the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pydantic import JsonValue

from app.self_evaluation import SELF_EVALUATION, look_before
from audit.known import Known, known_of
from audit.witnessed import witnessed_facts
from rules.asked import MONITORING, asked_inputs, rows_asking
from rules.core.facts import Indicator
from rules.core.reading import read_facts
from rules.core.rubric import Input, Row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from activities.desk import Desk
    from app.self_evaluation import Looked
    from rules.core.rubric import Rubric

_EMPTY: Final = ""


@dataclass(frozen=True, slots=True)
class FilledFact:
    """An input of the rubric: its entry, None for what only the system can say and has not seen yet.

    `sequence` is the record that the value is from; None for an empty place, and for what was witnessed: there the
    entry's own place names the records.
    """

    input: str
    declared: Input
    rows: tuple[Row, ...]
    words: dict[str, JsonValue] | None
    sequence: int | None


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
    """What the phase asks for. Raises AppError `department.unknown`, `cli.which-book`."""
    with desk.reading() as session:
        looked = look_before(session, desk, department, book)
        own = known_of(session, looked.book, department, phase)
        targets = known_of(session, looked.book, department, "targets")
        earlier = known_of(session, looked.book, department, MONITORING) if phase == SELF_EVALUATION else None
        return Prefill(
            book=looked.book,
            department=department,
            name=looked.name,
            phase=phase,
            tasks=tuple(targets["tasks"].values()),
            indicators=tuple(targets["indicators"].values()),
            facts=tuple(_facts(looked, phase, {**(earlier["facts"] if earlier else {}), **own["facts"]})),
            results=tuple(_results(looked, targets, own["results"], earlier["results"] if earlier else {}))
            if phase != "targets"
            else (),
            claims=tuple(own["claims"].values()),
        )


def _facts(looked: Looked, phase: str, known: dict[str, Known]) -> Iterator[FilledFact]:
    rubric = looked.rubric
    seen = {str(one["input"]): one for one in witnessed_facts(rubric, looked.sight) if isinstance(one, dict)}
    for name in asked_inputs(rubric, phase):
        declared, rows = rubric.inputs[name], rows_asking(rubric, name)
        if declared.witnessed is not None:
            yield FilledFact(name, declared, rows, seen.get(name), None)
        elif name in known:
            yield FilledFact(name, declared, rows, known[name].words, known[name].sequence)
        else:
            yield FilledFact(name, declared, rows, _unknown(name, declared), None)


def _unknown(name: str, declared: Input) -> dict[str, JsonValue]:
    """An empty place; its source document already stands where the figure's place has to be."""
    origin = "statement" if declared.type in ("judgement", "points") else "figure"
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
