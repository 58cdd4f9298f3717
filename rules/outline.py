"""A rubric as a tree to read: rows, points, and each rule as parts that the message catalogue puts into words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rules.core.evaluation import Reason
from rules.core.numbers import plain
from rules.wording import is_rate, written, written_interval

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.core.rubric import Checklist, Indicators, Judged, Metric, Piecewise, Row, Rubric, Steps


@dataclass(frozen=True, slots=True)
class Outline:
    """A row: `rule` is empty for a group. Points and bounds are text as the file writes them."""

    id: str
    name: str
    points: str
    bonus: bool
    rule: tuple[Reason, ...]
    clause: str | None
    place: str | None
    inferred: str | None
    evidence: tuple[str, ...]
    rows: tuple[Outline, ...]


def outline(rubric: Rubric) -> tuple[Outline, ...]:
    """The rubric's rows as a tree, without any language of its own."""
    return tuple(_outline(row, rubric) for row in rubric.rows)


def _outline(row: Row, rubric: Rubric) -> Outline:
    return Outline(
        id=row.id,
        name=row.name,
        points=plain(row.points),
        bonus=row.bonus,
        rule=tuple(_rule(row, rubric)),
        clause=row.clause.text if row.clause else None,
        place=row.clause.place if row.clause else None,
        inferred=row.inferred,
        evidence=row.evidence,
        rows=tuple(_outline(child, rubric) for child in row.rows),
    )


def _rule(row: Row, rubric: Rubric) -> Iterator[Reason]:
    if row.piecewise is not None:
        yield from _piecewise(row.piecewise, rubric)
    if row.steps is not None:
        yield from _steps(row.steps, rubric)
    if row.checklist is not None:
        yield from _checklist(row.checklist, rubric)
    if row.judged is not None:
        yield _judged(row.judged, rubric)
    if row.indicators is not None:
        yield from _indicators(row.indicators)


def _piecewise(shape: Piecewise, rubric: Rubric) -> Iterator[Reason]:
    rate = is_rate(shape.metric, rubric.inputs)
    yield _metric(shape.metric, rubric)
    for band in shape.bands:
        kind, _, amount = band.result.partition(" ")
        yield Reason(f"band-{kind}", {"when": written_interval(band.when, rate=rate), "amount": amount})


def _steps(shape: Steps, rubric: Rubric) -> Iterator[Reason]:
    rate = is_rate(shape.metric, rubric.inputs)
    yield _metric(shape.metric, rubric)
    start, each = written(shape.start, rate=rate), written(shape.each, rate=rate)
    yield Reason("steps", {"start": start, "each": each, "deduct": plain(shape.deduct)})


def _checklist(shape: Checklist, rubric: Rubric) -> Iterator[Reason]:
    for item in shape.items:
        code = "item" if item.not_applicable is None else f"item-not-applicable-{item.not_applicable}"
        if _witnessed(item.input, rubric):
            code = "item-witnessed"
        yield Reason(code, {"item": item.name, "points": plain(item.points), "input": _name(item.input, rubric)})


def _judged(shape: Judged, rubric: Rubric) -> Reason:
    declared = rubric.inputs.get(shape.input)
    least = plain(declared.least) if declared is not None and declared.least is not None else ""
    most = plain(declared.most) if declared is not None and declared.most is not None else ""
    return Reason(f"judged-{shape.counts}", {"input": _name(shape.input, rubric), "least": least, "most": most})


def _indicators(shape: Indicators) -> Iterator[Reason]:
    yield Reason(f"indicators-not-applicable-{shape.not_applicable}", {})
    if shape.over_completion is not None:
        yield Reason("indicators-over-completion", {"bound": written(shape.over_completion, rate=True)})


def _metric(metric: Metric, rubric: Rubric) -> Reason:
    if metric.ratio is not None:
        params = {"of": _name(metric.ratio.of, rubric), "to": _name(metric.ratio.to, rubric)}
        return Reason("metric-ratio", params)
    if metric.pace is not None:
        pace = metric.pace
        names = {"of": pace.of, "to": pace.to, "month": pace.month}
        return Reason("metric-pace", {key: _name(name, rubric) for key, name in names.items()})
    if metric.value is not None:
        return Reason("metric-value", {"input": _name(metric.value, rubric)})
    return Reason("metric-share-met", {})


def _name(name: str, rubric: Rubric) -> str:
    return rubric.inputs[name].name if name in rubric.inputs else name


def _witnessed(name: str, rubric: Rubric) -> bool:
    return name in rubric.inputs and rubric.inputs[name].witnessed is not None
