"""Contradictions and risks that cost no points: figures that do not agree, targets set too low, double charges."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from rules.core.evaluation import Remark, RowScore
from rules.core.numbers import exact, plain, round_half_up, total, written
from rules.core.row_inputs import indicator_rows, metric_inputs
from rules.core.semantics_1.doubts import doubts
from rules.core.semantics_1.settled import Case, reason
from rules.core.semantics_1.texts import LISTED, show

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.core.facts import Indicator
    from rules.core.rubric import Check, Row, Rubric

_RATE_PLACES = 2


def remarks(case: Case, rows: dict[str, RowScore]) -> tuple[Remark, ...]:
    """List all remarks: checks, what concerns indicators, bonus rows, the variant of the form, slips of the unit."""
    return (
        *_checks(case),
        *_over(case),
        *_twice(case, rows),
        *_not_applicable(case),
        *_bonus(case, rows),
        *_variant(case),
        *doubts(case),
    )


def _checks(case: Case) -> Iterator[Remark]:
    for check in case.rubric.checks:
        if case.firing.branch(f"check/{check.id}") in ("above", "below"):
            yield _differs(check, case)


def _differs(check: Check, case: Case) -> Remark:
    figures = {name: case.filed.number(name) or Fraction(0) for name in check.sum}
    left = total(weight * figures[name] for name, weight in check.sum.items())
    percent = all(case.rubric.inputs[name].type == "percent" for name in check.sum)
    why = reason(
        "check-differs",
        id=check.id,
        check=check.name,
        left=show(left, percent=percent),
        right=show(check.equals, percent=percent),
        difference=show(left - check.equals, percent=percent),
    )
    return Remark("check-differs", case.rubric.once(_rows_of_checks)[check.id], why)


def _rows_of_checks(rubric: Rubric) -> dict[str, tuple[str, ...]]:
    """By check, the rows that use one of its inputs."""
    inputs = {row.id: _inputs(row) for row in rubric.leaves()}
    return {
        check.id: tuple(row for row, names in inputs.items() if names & check.sum.keys()) for check in rubric.checks
    }


def _inputs(row: Row) -> set[str]:
    metrics = [shape.metric for shape in (row.piecewise, row.steps) if shape is not None]
    items = row.checklist.items if row.checklist is not None else ()
    judged = {row.judged.input} if row.judged is not None else set()
    counted = {each.input for each in row.incidents.classes} if row.incidents is not None else set()
    measured = {name for metric in metrics for name in metric_inputs(metric)}
    return measured | {item.input for item in items} | judged | counted


def _over(case: Case) -> Iterator[Remark]:
    for row, indicator in _indicators(case):
        result = case.filed.results.get(indicator.id)
        if f"{row.id}/{indicator.id}/over-completion" not in case.firing.extras:
            continue
        if result is not None and result.actual is not None and indicator.target is not None:
            rate = round_half_up(exact(result.actual) / exact(indicator.target) * 100, _RATE_PLACES)
            why = reason("over-completion", id=indicator.id, indicator=indicator.name, rate=f"{rate}%")
            yield Remark("over-completion", (_leaf(row, indicator),), why)


def _twice(case: Case, rows: dict[str, RowScore]) -> Iterator[Remark]:
    """Find indicators that cost points of their own and lower a share of targets met as well."""
    shares = [row for row in case.rubric.once(_counting) if _below_full(row, rows[row.id])]
    for row, indicator in _indicators(case):
        if indicator.id in case.met or not shares or rows[_leaf(row, indicator)].lost in (None, "0"):
            continue
        ids = (_leaf(row, indicator), *(share.id for share in shares))
        why = reason("charged-twice", id=indicator.id, indicator=indicator.name, rows=LISTED.join(ids))
        yield Remark("charged-twice", ids, why)


def _counting(rubric: Rubric) -> tuple[Row, ...]:
    return tuple(row for row in rubric.leaves() if _counts_met(row))


def _counts_met(row: Row) -> bool:
    return any(shape is not None and shape.metric.share_met for shape in (row.piecewise, row.steps))


def _below_full(row: Row, score: RowScore) -> bool:
    return score.exact is not None and written(score.exact) < row.points


def _not_applicable(case: Case) -> Iterator[Remark]:
    for row, indicator in _indicators(case):
        zero = row.indicators is not None and row.indicators.not_applicable == "zero"
        if zero and case.firing.branch(f"{row.id}/{indicator.id}") == "not-applicable":
            why = reason("not-applicable-zero", id=indicator.id, indicator=indicator.name)
            yield Remark("not-applicable-zero", (_leaf(row, indicator),), why)


def _bonus(case: Case, rows: dict[str, RowScore]) -> Iterator[Remark]:
    """Say that the full marks hold points which nobody can earn without an award."""
    inside = [row for row in rows.values() if row.leaf and row.bonus]
    if inside:
        points = total(written(row.points) for row in inside)
        why = reason("bonus-inside", points=plain(points), attainable=plain(case.rubric.points - points))
        yield Remark("bonus-inside", tuple(row.id for row in inside), why)


def _variant(case: Case) -> Iterator[Remark]:
    """Say that this variant of the form was taken without the figure that chooses it."""
    applies = case.rubric.applies
    if applies is not None and applies.input not in case.filed.facts:
        name = case.rubric.inputs[applies.input].name
        yield Remark("variant-assumed", (), reason("variant-assumed", input=name, otherwise=applies.otherwise))


def _indicators(case: Case) -> Iterator[tuple[Row, Indicator]]:
    return (
        (row, each)
        for row in case.rubric.once(indicator_rows)
        for each in case.facts.indicators
        if row.indicators is not None and row.indicators.owns(each.category)
    )


def _leaf(row: Row, indicator: Indicator) -> str:
    return f"{row.id}.{indicator.task}.{indicator.id}"
