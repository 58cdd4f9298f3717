"""The slots of a rubric: each owns a set of rules of which exactly one fires. Independent of what did fire."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rules.core.semantics_1.completion import is_rated
from rules.core.semantics_1.decide import CAP, NONE_FILED, last_step
from rules.core.semantics_1.decide_incidents import TIER
from rules.core.semantics_1.floor import EARLY, GREEN
from rules.core.semantics_1.gap import NOT_COMPARED
from rules.core.semantics_1.metric import has_base

if TYPE_CHECKING:
    from rules.core.facts import Facts, Indicator
    from rules.core.rubric import Adjust, Colour, Incidents, Indicators, Item, Judged, Metric, Row, Rubric

BRANCHES = ("met", "unmet", "not-applicable", "missing")
"""How an indicator comes out that is not scored by degrees; bands and tiers stand for the first two."""


@dataclass(frozen=True, slots=True)
class Slot:
    """`rules` exclude each other; `extra` is a rule that may fire beside them."""

    id: str
    rules: tuple[str, ...]
    extra: str | None = None


def scoring_slots(rubric: Rubric, facts: Facts) -> tuple[Slot, ...]:
    """List the slots of every leaf row, then of every check, in the rubric's order."""
    rows = (slot for row in rubric.leaves() for slot in row_slots(row, facts))
    return (*rows, *rubric.once(_of_the_whole))


def row_slots(row: Row, facts: Facts) -> tuple[Slot, ...]:
    """List the slots of one leaf row: one per item, one per indicator, or one for the row."""
    return row.once(_of_row) if row.indicators is None else _indicators(row.id, row.indicators, facts)


def _of_the_whole(rubric: Rubric) -> tuple[Slot, ...]:
    """List the slots of every check, then that of the cap."""
    checks = (_slot(f"check/{check.id}", ("agrees", "above", "below", "missing")) for check in rubric.checks)
    return (*checks, *_cap(rubric.adjust))


def _of_row(row: Row) -> tuple[Slot, ...]:
    """List the slots that a row has whatever was filed."""
    if row.checklist is not None:
        return tuple(_slot(f"{row.id}/{item.id}", answers(item)) for item in row.checklist.items)
    if row.incidents is not None:
        return _incidents(row.id, row.incidents)
    return (_slot(row.id, _branches(row)),)


def monitoring_slots(rubric: Rubric, facts: Facts) -> tuple[Slot, ...]:
    """List the slots of the spending rules and floors, then of every rule on indicators for each of them."""
    watched = rubric.monitoring
    spending = (_slot(f"pace/{rule.id}", (*_colours(rule.colours), *_open(rule.metric))) for rule in watched.spending)
    indicators = (
        _slot(
            f"pace/{rule.id}/{each.id}", (*_colours(rule.colours, ("red", "green")), "not-linear", "missing", "no-base")
        )
        for rule in watched.indicators
        for each in facts.indicators
    )
    floors = (_slot(f"pace/{rule.id}", (rule.colour, GREEN, EARLY, "missing", "no-base")) for rule in watched.floors)
    gaps = (
        _slot(f"pace/{rule.id}/{each.id}", (rule.colour, GREEN, NOT_COMPARED, "missing", "no-base"))
        for rule in watched.gaps
        for each in facts.indicators
    )
    return (*spending, *floors, *indicators, *gaps)


def _slot(place: str, names: tuple[str, ...], extra: str | None = None) -> Slot:
    return Slot(place, tuple(f"{place}/{name}" for name in names), None if extra is None else f"{place}/{extra}")


def _branches(row: Row) -> tuple[str, ...]:
    if row.piecewise is not None:
        return (*(band.id for band in row.piecewise.bands), *_open(row.piecewise.metric))
    if row.steps is not None:
        return (*(f"step-{count}" for count in range(last_step(row.steps, row.points) + 1)), *_open(row.steps.metric))
    return () if row.judged is None else _judgements(row.judged)


def _indicators(row: str, shape: Indicators, facts: Facts) -> tuple[Slot, ...]:
    over = "over-completion" if shape.over_completion is not None else None
    selected = [each for each in facts.indicators if shape.owns(each.category)]
    if not selected and shape.none_filed is not None:
        return (_slot(row, (NONE_FILED,)),)
    return tuple(_slot(f"{row}/{each.id}", _outcomes(shape, each), over) for each in selected)


def _outcomes(shape: Indicators, indicator: Indicator) -> tuple[str, ...]:
    if is_rated(shape, indicator):
        return (*(band.id for band in shape.bands), *BRANCHES[2:])
    if indicator.comparator is None and shape.tiers:
        return (*(tier.id for tier in shape.tiers), *BRANCHES[2:])
    return BRANCHES


def _incidents(row: str, shape: Incidents) -> tuple[Slot, ...]:
    classes = tuple(_slot(f"{row}/{each.id}", ("none", "counted", "missing")) for each in shape.classes)
    if shape.tiers is None:
        return classes
    return (*classes, _slot(f"{row}/{TIER}", (*(band.id for band in shape.tiers.bands), "missing")))


def _cap(adjust: Adjust | None) -> tuple[Slot, ...]:
    if adjust is None or adjust.cap_total is None:
        return ()
    shape = adjust.cap_total
    return (_slot(CAP, (*(band.id for band in shape.bands), *_open(shape.metric))),)


def _open(metric: Metric) -> tuple[str, ...]:
    """Name the branches without a value."""
    return ("missing", "no-base") if has_base(metric) else ("missing",)


def _judgements(shape: Judged) -> tuple[str, ...]:
    if shape.counts == "deduction":
        return ("none", "deducted", "missing")
    return ("none", "awarded", "penalised", "missing")


def answers(item: Item) -> tuple[str, ...]:
    """Name the branches of an item: the answers that it allows, and that there is none."""
    return ("yes", "no", "missing") if item.not_applicable is None else ("yes", "no", "not-applicable", "missing")


def _colours(colours: tuple[Colour, ...], also: tuple[str, ...] = ()) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*(each.colour for each in colours), *also)))
