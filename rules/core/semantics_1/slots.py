"""The slots of a rubric: each owns a set of rules of which exactly one fires. Independent of what did fire."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rules.core.semantics_1.decide import last_step

if TYPE_CHECKING:
    from rules.core.facts import Facts
    from rules.core.rubric import Colour, Item, Judged, Metric, Row, Rubric

_OUTCOMES = ("met", "unmet", "not-applicable", "missing")


@dataclass(frozen=True, slots=True)
class Slot:
    """`rules` exclude each other; `extra` is a rule that may fire beside them."""

    id: str
    rules: tuple[str, ...]
    extra: str | None = None


def scoring_slots(rubric: Rubric, facts: Facts) -> tuple[Slot, ...]:
    """List the slots of every leaf row, then of every check, in the rubric's order."""
    rows = (slot for row in rubric.leaves() for slot in row_slots(row, facts))
    checks = (_slot(f"check/{check.id}", ("agrees", "above", "below", "missing")) for check in rubric.checks)
    return (*rows, *checks)


def row_slots(row: Row, facts: Facts) -> tuple[Slot, ...]:
    """List the slots of one leaf row: one per item, one per indicator, or one for the row."""
    if row.checklist is not None:
        return tuple(_slot(f"{row.id}/{item.id}", _answers(item)) for item in row.checklist.items)
    if row.indicators is not None:
        over = "over-completion" if row.indicators.over_completion is not None else None
        return tuple(_slot(f"{row.id}/{each.id}", _OUTCOMES, over) for each in facts.indicators)
    return (_slot(row.id, _branches(row)),)


def monitoring_slots(rubric: Rubric, facts: Facts) -> tuple[Slot, ...]:
    """List the slots of the spending rules, then of every indicator rule for every indicator."""
    watched = rubric.monitoring
    spending = (_slot(f"pace/{rule.id}", (*_colours(rule.colours), *_open(rule.metric))) for rule in watched.spending)
    indicators = (
        _slot(
            f"pace/{rule.id}/{each.id}", (*_colours(rule.colours, ("red", "green")), "not-linear", "missing", "no-base")
        )
        for rule in watched.indicators
        for each in facts.indicators
    )
    return (*spending, *indicators)


def _slot(place: str, names: tuple[str, ...], extra: str | None = None) -> Slot:
    return Slot(place, tuple(f"{place}/{name}" for name in names), None if extra is None else f"{place}/{extra}")


def _branches(row: Row) -> tuple[str, ...]:
    if row.piecewise is not None:
        return (*(band.id for band in row.piecewise.bands), *_open(row.piecewise.metric))
    if row.steps is not None:
        return (*(f"step-{count}" for count in range(last_step(row.steps, row.points) + 1)), *_open(row.steps.metric))
    return () if row.judged is None else _judgements(row.judged)


def _open(metric: Metric) -> tuple[str, ...]:
    """Name the branches without a value; a plain value has no denominator that could be zero."""
    return ("missing",) if metric.value is not None else ("missing", "no-base")


def _judgements(shape: Judged) -> tuple[str, ...]:
    if shape.counts == "deduction":
        return ("none", "deducted", "missing")
    return ("none", "awarded", "penalised", "missing")


def _answers(item: Item) -> tuple[str, ...]:
    return ("yes", "no", "missing") if item.not_applicable is None else ("yes", "no", "not-applicable", "missing")


def _colours(colours: tuple[Colour, ...], also: tuple[str, ...] = ()) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*(each.colour for each in colours), *also)))
