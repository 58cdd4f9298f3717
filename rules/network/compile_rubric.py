"""From a rubric's rows and checks to network rules: every slot an exclusive set of conjunctions."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from rules.core.rubric import Row
from rules.errors import NetworkError
from rules.network.form import form, single
from rules.network.quotient import presence, quotient
from rules.network.rule import Condition, NetworkRule
from rules.network.variables import NO, NOT_APPLICABLE_ANSWER, YES, value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from fractions import Fraction

    from rules.core.rubric import Check, Checklist, Item, Judged, Piecewise, Rubric, Steps
    from rules.network.conjunction import Operator
    from rules.network.quotient import Conditions

Named = tuple[str, "Conditions"]
"""The last part of a rule's id, and when it fires."""


@dataclass(frozen=True, slots=True)
class CompiledRubric:
    """The rules of a rubric in its order. `before` of them stand before the slots of its indicators row."""

    rules: tuple[NetworkRule, ...]
    indicators_row: Row | None
    before: int


def compile_rubric(rubric: Rubric) -> CompiledRubric:
    """Compile all rows and checks but the indicators row, whose slots the indicator network owns.

    Raises NetworkError for what cannot be compiled: unknown inputs, a row without shape, two indicators rows.
    """
    rules: list[NetworkRule] = []
    indicators_row, before = None, 0
    for row in rubric.leaves():
        if row.indicators is None:
            rules.extend(_row_rules(row, rubric))
            continue
        if indicators_row is not None:
            raise NetworkError("network.two-indicator-rows", row=row.id, other=indicators_row.id)
        indicators_row, before = row, len(rules)
    rules.extend(rule for check in rubric.checks for rule in _check_rules(check, rubric))
    return CompiledRubric(tuple(rules), indicators_row, before if indicators_row else len(rules))


def _row_rules(row: Row, rubric: Rubric) -> Iterator[NetworkRule]:
    for name, when in _slots(row, rubric):
        yield NetworkRule(f"{row.id}/{name}", row.id, when)


def _slots(row: Row, rubric: Rubric) -> Iterable[Named]:
    if row.piecewise is not None:
        return _piecewise(row.piecewise, rubric, row.id)
    if row.steps is not None:
        return _steps(row.steps, rubric, row)
    if row.checklist is not None:
        return _checklist(row.checklist, rubric, row.id)
    if row.judged is not None:
        return _judged(row.judged, rubric, row.id)
    raise NetworkError("network.no-shape", row=row.id)


def _piecewise(shape: Piecewise, rubric: Rubric, row: str) -> Iterator[Named]:
    measured = quotient(shape.metric, rubric.inputs, row)
    for band in shape.bands:
        for when in measured.inside(band.when):
            yield band.id, when
    yield from _every("missing", measured.unknown)
    yield from _every("no-base", measured.without_base())


def _steps(shape: Steps, rubric: Rubric, row: Row) -> Iterator[Named]:
    if shape.each <= 0 or shape.deduct <= 0:
        raise NetworkError("network.no-step", row=row.id)
    measured = quotient(shape.metric, rubric.inputs, row.id)
    last = -(-row.points // shape.deduct)
    bounds = [None, *(shape.start + count * shape.each for count in range(1, last + 1)), None]
    for count, (low, high) in enumerate(pairwise(bounds)):
        comparisons: list[tuple[Operator, Fraction]] = []
        if low is not None:
            comparisons.append((">=", low))
        if high is not None:
            comparisons.append(("<", high))
        yield from _every(f"step-{count}", measured.where(*comparisons))
    yield from _every("missing", measured.unknown)
    yield from _every("no-base", measured.without_base())


def _checklist(shape: Checklist, rubric: Rubric, row: str) -> Iterator[Named]:
    for item in shape.items:
        yield from _item(item, rubric, row)


def _item(item: Item, rubric: Rubric, row: str) -> Iterator[Named]:
    known, unknown = presence((item.input,), rubric.inputs, row)
    if rubric.inputs[item.input].type != "judgement":
        raise NetworkError("network.not-a-judgement", row=row, input=item.input)
    answers = {"yes": YES, "no": NO}
    if item.not_applicable is not None:
        answers["not-applicable"] = NOT_APPLICABLE_ANSWER
    answer = single(value(item.input))
    for name, code in answers.items():
        yield f"{item.id}/{name}", (*known, Condition(answer, "==", code))
    yield from _every(f"{item.id}/missing", unknown)


def _judged(shape: Judged, rubric: Rubric, row: str) -> Iterator[Named]:
    known, unknown = presence((shape.input,), rubric.inputs, row)
    points = single(value(shape.input))
    yield "none", (*known, Condition(points, "=="))
    if shape.counts == "deduction":
        yield "deducted", (*known, Condition(points, ">"))
    else:
        yield "awarded", (*known, Condition(points, ">"))
        yield "penalised", (*known, Condition(points, "<"))
    yield from _every("missing", unknown)


def _check_rules(check: Check, rubric: Rubric) -> Iterator[NetworkRule]:
    known, unknown = presence(check.sum, rubric.inputs, check.id)
    difference = form({(): -check.equals} | {(value(name),): weight for name, weight in check.sum.items()})
    slots: list[Named] = [
        ("agrees", (*known, Condition(difference, "=="))),
        ("above", (*known, Condition(difference, ">"))),
        ("below", (*known, Condition(difference, "<"))),
        *_every("missing", unknown),
    ]
    for name, when in slots:
        yield NetworkRule(f"check/{check.id}/{name}", check.id, when)


def _every(name: str, conjunctions: Iterable[Conditions]) -> Iterator[Named]:
    for when in conjunctions:
        yield name, when
