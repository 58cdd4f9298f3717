"""Settles the rows that count incidents: what each class costs, at the price of the tier that fired."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from rules.core.evaluation import Unfired
from rules.core.numbers import plain
from rules.core.semantics_1.decide_incidents import TIER
from rules.core.semantics_1.firing import SettlementError
from rules.core.semantics_1.settled import Case, Settled, figures_of, missing, reason
from rules.core.semantics_1.texts import LISTED, as_filed, kept_out

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.core.evaluation import Figure
    from rules.core.rubric import IncidentClass, Incidents, PriceBand, Row


def settle_incidents(row: Row, shape: Incidents, case: Case) -> Settled:
    """Take off what the classes that fired cost, not below zero; one that is not counted leaves the row undecided."""
    slots = [f"{row.id}/{each.id}" for each in shape.classes] + ([f"{row.id}/{TIER}"] if shape.tiers else [])
    rules = tuple(case.firing.by_slot[slot] for slot in slots)
    figures, unfired = _figures(shape, case), tuple(_unfired(row, shape, case))
    wanted = [*((each.id, each.input) for each in shape.classes), *([(TIER, shape.tiers.input)] if shape.tiers else [])]
    lacking = [name for slot, name in wanted if case.firing.branch(f"{row.id}/{slot}") == "missing"]
    if lacking:
        why, because = missing(case, dict.fromkeys(lacking))
        return Settled(None, why, because, rules, figures, unfired)
    band = _band(row, shape, case)
    counted = [each for each in shape.classes if case.firing.branch(f"{row.id}/{each.id}") == "counted"]
    costs = [(each, _number(row, each, case), _price(each, band)) for each in counted]
    charged = [_charged(each, number * price) for each, number, price in costs]
    exact = max(Fraction(0), row.points - sum(charged, Fraction(0)))
    told = LISTED.join(f"{each.name} {plain(number)} × {plain(price)}" for each, number, price in costs)
    why = reason("incidents", incidents=told) if counted else reason("none")
    return Settled(exact, why, _arithmetic(row, costs, charged, exact), rules, figures, unfired)


def _figures(shape: Incidents, case: Case) -> tuple[Figure, ...]:
    names = [each.input for each in shape.classes] + ([shape.tiers.input] if shape.tiers else [])
    return figures_of(case, dict.fromkeys(names))


def _band(row: Row, shape: Incidents, case: Case) -> PriceBand | None:
    if shape.tiers is None:
        return None
    fired = case.firing.branch(f"{row.id}/{TIER}")
    return next(band for band in shape.tiers.bands if band.id == fired)


def _number(row: Row, each: IncidentClass, case: Case) -> Fraction:
    number = case.filed.number(each.input)
    if number is None:
        raise SettlementError("settle.contradicted", rule=case.firing.by_slot[f"{row.id}/{each.id}"])
    return number


def _price(each: IncidentClass, band: PriceBand | None) -> Fraction:
    if band is None:
        return each.each
    return band.each if band.each is not None else each.each * (Fraction(1) if band.factor is None else band.factor)


def _charged(each: IncidentClass, cost: Fraction) -> Fraction:
    return cost if each.cap is None else min(each.cap, cost)


def _arithmetic(
    row: Row, costs: list[tuple[IncidentClass, Fraction, Fraction]], charged: list[Fraction], exact: Fraction
) -> str:
    parts = []
    for (each, number, price), cost in zip(costs, charged, strict=True):
        product = f"{plain(number)} × {plain(price)}"
        parts.append(product if cost == number * price else f"min({plain(each.cap or Fraction(0))}, {product})")
    taken = " − ".join([plain(row.points), *parts])
    below = row.points < sum(charged, Fraction(0))
    if not parts:
        return plain(exact)
    return f"{f'max(0, {taken})' if below else taken} = {plain(exact)}"


def _unfired(row: Row, shape: Incidents, case: Case) -> Iterator[Unfired]:
    for each in shape.classes:
        because = f"{each.name} = {as_filed(each.input, case.filed)}"
        yield from (Unfired(rule, because) for rule in case.others(f"{row.id}/{each.id}"))
    if shape.tiers is None:
        return
    name, size = shape.tiers.input, case.filed.number(shape.tiers.input)
    because = f"{case.rubric.inputs[name].name} = {as_filed(name, case.filed)}"
    bands = {f"{row.id}/{TIER}/{band.id}": band for band in shape.tiers.bands}
    for rule in case.others(f"{row.id}/{TIER}"):
        compared = "" if size is None or rule not in bands else kept_out(bands[rule].when, size, percent=False)
        yield Unfired(rule, compared or because)
