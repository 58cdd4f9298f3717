"""A rubric as a tree to read: rows, points, and each rule as parts that the message catalogue puts into words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rules.core.evaluation import Reason
from rules.core.numbers import plain
from rules.outline_rest import outline_demands
from rules.wording import is_rate, written, written_interval

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.core.rubric import Band, Checklist, Incidents, Indicators, Judged, Metric, Piecewise, Row, Rubric, Steps


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
    demands: tuple[Reason, ...]
    rows: tuple[Outline, ...]


def outline(rubric: Rubric) -> tuple[Outline, ...]:
    """The rubric's rows as a tree, without any language of its own."""
    return tuple(_outline(row, rubric) for row in rubric.rows)


def outline_total(rubric: Rubric) -> tuple[Reason, ...]:
    """What happens to the total after the sum, and for whom this variant of the form is; empty for most rubrics."""
    return (*_applies(rubric), *_adjust(rubric))


def _applies(rubric: Rubric) -> Iterator[Reason]:
    if rubric.applies is not None:
        name = rubric.applies.input
        rate = name in rubric.inputs and rubric.inputs[name].type == "percent"
        when = written_interval(rubric.applies.when, rate=rate)
        yield Reason("applies", {"input": _name(name, rubric), "when": when, "otherwise": rubric.applies.otherwise})


def _adjust(rubric: Rubric) -> Iterator[Reason]:
    adjust = rubric.adjust
    for flat in adjust.flat if adjust is not None else ():
        yield Reason("flat", {"name": flat.name, "when": flat.when, "points": plain(flat.points)})
    if adjust is None or adjust.cap_total is None:
        return
    yield _metric(adjust.cap_total.metric, rubric)
    rate = is_rate(adjust.cap_total.metric, rubric.inputs)
    for band in adjust.cap_total.bands:
        when = written_interval(band.when, rate=rate)
        if band.most is None:
            yield Reason("uncapped", {"when": when})
        else:
            yield Reason("capped", {"when": when, "most": plain(band.most)})


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
        demands=outline_demands(row),
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
    if row.incidents is not None:
        yield from _incidents(row.incidents, rubric)


def _piecewise(shape: Piecewise, rubric: Rubric) -> Iterator[Reason]:
    rate = is_rate(shape.metric, rubric.inputs)
    yield _metric(shape.metric, rubric)
    yield from _bands(shape.bands, rate=rate)


def _bands(bands: tuple[Band, ...], *, rate: bool) -> Iterator[Reason]:
    for band in bands:
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
        yield from _clock(item.input, rubric)


def _clock(name: str, rubric: Rubric) -> Iterator[Reason]:
    clock = rubric.inputs[name].clock if name in rubric.inputs else None
    if clock is not None:
        params = {"input": _name(name, rubric), "days": str(clock.days)}
        yield Reason("clock-calendar-roll", params) if clock.roll else Reason(f"clock-{clock.kind}", params)


def _judged(shape: Judged, rubric: Rubric) -> Reason:
    declared = rubric.inputs.get(shape.input)
    least = plain(declared.least) if declared is not None and declared.least is not None else ""
    most = plain(declared.most) if declared is not None and declared.most is not None else ""
    return Reason(f"judged-{shape.counts}", {"input": _name(shape.input, rubric), "least": least, "most": most})


def _indicators(shape: Indicators) -> Iterator[Reason]:
    yield from (Reason(f"indicators-{category}", {}) for category in shape.select)
    if shape.bands or shape.tiers:
        yield Reason(f"indicators-degrees-{shape.not_applicable}", {})
    else:
        yield Reason(f"indicators-not-applicable-{shape.not_applicable}", {})
    if shape.bands:
        yield Reason(f"indicators-bands-{shape.lower_is_better}", {})
        yield Reason(f"indicators-equals-{shape.equals}", {})
        yield from _bands(shape.bands, rate=True)
    for tier in shape.tiers:
        params = {"when": written_interval(tier.when, rate=True), "tier": tier.id, "least": str(shape.basis_length)}
        yield Reason("indicators-tier", params)
    if shape.none_filed is not None:
        yield Reason("indicators-none-filed", {})
    if shape.over_completion is not None:
        yield Reason("indicators-over-completion", {"bound": written(shape.over_completion, rate=True)})


def _incidents(shape: Incidents, rubric: Rubric) -> Iterator[Reason]:
    for each in shape.classes:
        asked, cap = _name(each.input, rubric), "" if each.cap is None else plain(each.cap)
        code = "incidents-capped" if cap else "incidents"
        yield Reason(code, {"name": each.name, "input": asked, "each": plain(each.each), "cap": cap})
    for band in shape.tiers.bands if shape.tiers is not None else ():
        size = "" if shape.tiers is None else _name(shape.tiers.input, rubric)
        when = written_interval(band.when, rate=False)
        if band.each is not None:
            yield Reason("incidents-price", {"input": size, "when": when, "each": plain(band.each)})
        else:
            factor = plain(band.factor) if band.factor is not None else "1"
            yield Reason("incidents-factor", {"input": size, "when": when, "factor": factor})


def _metric(metric: Metric, rubric: Rubric) -> Reason:
    if metric.ratio is not None:
        params = {"of": _name(metric.ratio.of, rubric), "to": _name(metric.ratio.to, rubric)}
        return Reason("metric-ratio", params)
    if metric.pace is not None:
        pace = metric.pace
        names = {"of": pace.of, "to": pace.to, "month": pace.month}
        return Reason("metric-pace", {key: _name(name, rubric) for key, name in names.items()})
    if metric.growth is not None:
        params = {"of": _name(metric.growth.of, rubric), "base": _name(metric.growth.base, rubric)}
        return Reason("metric-growth", params)
    if metric.mean is not None:
        cap = "" if metric.mean.cap is None else written(metric.mean.cap, rate=True)
        return Reason("metric-mean-capped" if cap else "metric-mean", {"of": _name(metric.mean.of, rubric), "cap": cap})
    if metric.value is not None:
        return Reason("metric-value", {"input": _name(metric.value, rubric)})
    return Reason("metric-share-met", {})


def _name(name: str, rubric: Rubric) -> str:
    return rubric.inputs[name].name if name in rubric.inputs else name


def _witnessed(name: str, rubric: Rubric) -> bool:
    return name in rubric.inputs and rubric.inputs[name].witnessed is not None
