"""Settles the total after the sum: flat penalties for what fired, then the cap of the band that fired."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from rules.core.evaluation import Adjustment, Unfired
from rules.core.numbers import plain
from rules.core.rubric import Row
from rules.core.semantics_1.decide import CAP
from rules.core.semantics_1.measured_row import decided, undecided, value_of
from rules.core.semantics_1.settled import Case, Settled, reason
from rules.core.semantics_1.texts import LISTED, is_rate, kept_out, show

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rules.core.rubric import CapBand, CapTotal, Clause, Flat

_OPEN = ("missing", "no-base")
_DIFFERS = ("above", "below")


@dataclass(frozen=True, slots=True)
class Total:
    """The total before its rounding, and what was done to the sum on the way."""

    value: Fraction
    adjustments: tuple[Adjustment, ...]


def settle_total(total: Fraction, case: Case) -> Total:
    """Adjust the sum of the rows: penalties in the rubric's order, not below zero, then the cap."""
    adjust = case.rubric.adjust
    if adjust is None:
        return Total(total, ())
    done: list[Adjustment] = []
    for flat in adjust.flat:
        adjustment = _flat(flat, total, case)
        if adjustment is not None:
            done.append(adjustment)
            total += Fraction(adjustment.change or 0)
    if adjust.cap_total is not None:
        done.append(_cap(adjust.cap_total, total, case))
        total += Fraction(done[-1].change or 0)
    return Total(total, tuple(done))


def _flat(flat: Flat, total: Fraction, case: Case) -> Adjustment | None:
    """Take the penalty off when a rule that it names fired; None when it was decided and did not."""
    slot, names = _cause(flat.when)
    causes = tuple(rule for rule in case.firing.ordered if any(_names(f"{slot}/{name}", rule) for name in names))
    open_ones = tuple(rule for rule in case.firing.ordered if any(_names(f"{slot}/{name}", rule) for name in _OPEN))
    if causes:
        change = max(-flat.points, min(-total, Fraction(0)))
        why, text = reason("flat", points=plain(flat.points)), f"{plain(total)} − {plain(flat.points)}"
        limited = text if change == -flat.points else f"max(0, {text})"
        settled = Settled(change, why, f"{limited} = {plain(total + change)}", causes, (), ())
    elif open_ones:
        settled = Settled(None, reason("flat-open", rules=LISTED.join(open_ones)), "", open_ones, (), ())
    else:
        return None
    return _adjustment(flat.id, flat.name, settled, None, flat.clause)


def _cause(when: str) -> tuple[str, tuple[str, ...]]:
    """Split what a penalty waits for into the slot and the branches of it."""
    slot, _, branch = when.rpartition("/")
    return (when, _DIFFERS) if slot == "check" else (slot, (branch,))


def _names(pattern: str, rule: str) -> bool:
    wanted, given = pattern.split("/"), rule.split("/")
    return len(wanted) == len(given) and all(one in ("*", other) for one, other in zip(wanted, given, strict=True))


def _cap(shape: CapTotal, total: Fraction, case: Case) -> Adjustment:
    """Hold the total down to what the band that fired lets it be."""
    row = Row(CAP, shape.name, case.rubric.points)
    bands = {f"{CAP}/{band.id}": band for band in shape.bands}
    fired = case.firing.by_slot[CAP]
    if fired not in bands:
        return _adjustment(CAP, shape.name, undecided(row, shape.metric, case, tuple(bands)), None, shape.clause)
    most = bands[fired].most
    change = Fraction(0) if most is None else min(most - total, Fraction(0))
    value, percent = value_of(row, shape.metric, case), is_rate(shape.metric, case.filed)
    shown = show(value, percent=percent)
    why = reason("uncapped", metric=shown) if most is None else reason("capped", metric=shown, most=plain(most))
    others = _others(bands.items(), fired, value, percent=percent)
    text = "" if most is None else f"min({plain(most)}, {plain(total)}) = {plain(total + change)}"
    settled = decided(row, shape.metric, case, (change, why, text, others))
    return _adjustment(CAP, shape.name, settled, most, shape.clause)


def _others(bands: Iterable[tuple[str, CapBand]], fired: str, value: Fraction, *, percent: bool) -> tuple[Unfired, ...]:
    return tuple(Unfired(rule, kept_out(band.when, value, percent=percent)) for rule, band in bands if rule != fired)


def _adjustment(name: str, called: str, settled: Settled, most: Fraction | None, clause: Clause | None) -> Adjustment:
    return Adjustment(
        id=name,
        name=called,
        rules=settled.rules,
        change=None if settled.exact is None else plain(settled.exact),
        most=None if most is None else plain(most),
        reason=settled.reason,
        clause=None if clause is None else clause.text,
        clause_place=None if clause is None else clause.place,
        figures=settled.figures,
        arithmetic=settled.arithmetic,
        unfired=settled.unfired,
    )
