"""Settles a row of steps: the step that fired says how often the price is taken off; nothing is decided again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.core.evaluation import Unfired
from rules.core.numbers import ZERO, plain
from rules.core.semantics_1.decide import last_step
from rules.core.semantics_1.measured_row import decided, undecided, value_of
from rules.core.semantics_1.settled import Case, Settled, reason
from rules.core.semantics_1.texts import is_rate, show

if TYPE_CHECKING:
    from fractions import Fraction

    from rules.core.rubric import Row, Steps


def settle_steps(row: Row, shape: Steps, case: Case) -> Settled:
    """Take off what the step that fired costs, not below zero."""
    steps = row.once(_steps)
    fired = case.firing.by_slot[row.id]
    if fired not in steps:
        return undecided(row, shape.metric, case, steps)
    count, percent = steps.index(fired), is_rate(shape.metric, case.filed)
    value = value_of(row, shape.metric, case)
    exact = max(ZERO, row.points - count * shape.deduct)
    each, deduct = show(shape.each, percent=percent), plain(shape.deduct)
    params = {"metric": show(value, percent=percent), "each": each, "count": str(count), "deduct": deduct}
    unfired = tuple(
        Unfired(rule, _other(shape, value, number, above=number > count, percent=percent))
        for number, rule in enumerate(steps)
        if number != count
    )
    counted = _counted(shape, value, count, last=count == len(steps) - 1, percent=percent)
    why = reason("steps", **params) if count else reason("full")
    worth = f"{counted}; {_taken(row, shape, count)} = {plain(exact)}"
    return decided(row, shape.metric, case, (exact, why, worth, unfired))


def _steps(row: Row) -> tuple[str, ...]:
    """Name the rules of a row of steps."""
    last = 0 if row.steps is None else last_step(row.steps, row.points)
    return tuple(f"{row.id}/step-{count}" for count in range(last + 1))


def _counted(shape: Steps, value: Fraction, count: int, *, last: bool, percent: bool) -> str:
    """Write how many full steps the metric exceeds the start by; the last step owns everything above it."""
    shown = show(value, percent=percent)
    exceeding = f"({shown} − {show(shape.start, percent=percent)})" if shape.start else shown
    sign = "≥" if last else "≤" if count == 0 else "="
    return f"⌊{exceeding} ÷ {show(shape.each, percent=percent)}⌋ {sign} {count}"


def _taken(row: Row, shape: Steps, count: int) -> str:
    """Write what is taken off, and the floor where it holds."""
    taken = f"{plain(row.points)} − {count} × {plain(shape.deduct)}"
    return taken if row.points >= count * shape.deduct else f"max(0, {taken})"


def _other(shape: Steps, value: Fraction, number: int, *, above: bool, percent: bool) -> str:
    """Compare with the bound that keeps another step from firing: its lower one above, its upper one below."""
    bound = shape.start + (number if above else number + 1) * shape.each
    return f"{show(value, percent=percent)} {'<' if above else '≥'} {show(bound, percent=percent)}"
