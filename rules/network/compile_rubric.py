"""From a rubric's rows and checks to network rules: every slot an exclusive set of conjunctions."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from rules.core.rubric import Metric, Row
from rules.errors import NetworkError
from rules.network.form import form, single
from rules.network.quotient import presence, quotient
from rules.network.rule import Condition, NetworkRule
from rules.network.variables import NO, NOT_APPLICABLE_ANSWER, YES, filed_for, value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rules.core.rubric import (
        CapTotal,
        Check,
        Checklist,
        Incidents,
        Indicators,
        Item,
        Judged,
        Piecewise,
        Rubric,
        Steps,
    )
    from rules.network.conjunction import Operator
    from rules.network.quotient import Conditions

Named = tuple[str, "Conditions"]
"""The last part of a rule's id, and when it fires."""


@dataclass(frozen=True, slots=True)
class CompiledRubric:
    """The rules of a rubric in its order, and its indicators rows, each with how many rules stand before its slots."""

    rules: tuple[NetworkRule, ...]
    indicators: tuple[tuple[Row, int], ...]


def compile_rubric(rubric: Rubric) -> CompiledRubric:
    """Compile all rows, checks and the cap but the indicators, whose slots the indicator networks own.

    Raises NetworkError for what cannot be compiled: unknown inputs, a row without shape, two rows for one indicator.
    """
    rules: list[NetworkRule] = []
    indicators: list[tuple[Row, int]] = []
    for row in rubric.leaves():
        if row.indicators is not None:
            _refuse_shared(row, row.indicators, indicators)
            rules.extend(_none_filed(row, row.indicators))
            indicators.append((row, len(rules)))
        else:
            rules.extend(_row_rules(row, rubric))
    rules.extend(rule for check in rubric.checks for rule in _check_rules(check, rubric))
    rules.extend(_cap(rubric))
    return CompiledRubric(tuple(rules), tuple(indicators))


def _refuse_shared(row: Row, shape: Indicators, before: Iterable[tuple[Row, int]]) -> None:
    for other, _ in before:
        taken = other.indicators.select if other.indicators is not None else ()
        if not taken or not shape.select or set(taken) & set(shape.select):
            raise NetworkError("network.two-indicator-rows", row=row.id, other=other.id)


def _none_filed(row: Row, shape: Indicators) -> Iterator[NetworkRule]:
    if shape.none_filed is not None:
        yield NetworkRule(f"{row.id}/none-filed", row.id, (Condition(single(filed_for(row.id)), "=="),))


def _cap(rubric: Rubric) -> Iterator[NetworkRule]:
    if rubric.adjust is not None and rubric.adjust.cap_total is not None:
        for name, when in _piecewise(rubric.adjust.cap_total, rubric, "adjust"):
            yield NetworkRule(f"adjust/cap/{name}", "adjust", when)


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
    if row.incidents is not None:
        return _incidents(row.incidents, rubric, row.id)
    raise NetworkError("network.no-shape", row=row.id)


def _piecewise(shape: Piecewise | CapTotal, rubric: Rubric, row: str) -> Iterator[Named]:
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


def _incidents(shape: Incidents, rubric: Rubric, row: str) -> Iterator[Named]:
    for each in shape.classes:
        counted = quotient(Metric(value=each.input), rubric.inputs, row)
        yield from _every(f"{each.id}/none", counted.where(("<=", Fraction(0))))
        yield from _every(f"{each.id}/counted", counted.where((">", Fraction(0))))
        yield from _every(f"{each.id}/missing", counted.unknown)
    if shape.tiers is not None:
        size = quotient(Metric(value=shape.tiers.input), rubric.inputs, row)
        for band in shape.tiers.bands:
            yield from _every(f"tier/{band.id}", size.inside(band.when))
        yield from _every("tier/missing", size.unknown)


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
