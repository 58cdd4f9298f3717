"""The final score after a review (复核): the rule score with changed rows, total and grade computed anew."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rules.core.errors import RulesError
from rules.core.numbers import exact, round_half_up

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from fractions import Fraction

    from rules.core.rubric import Rubric


class ReviewError(RulesError):
    """A reviewer's change does not fit the row."""

    code = "review.malformed"


@dataclass(frozen=True, slots=True)
class FinalScore:
    """Total as decimal text, and its grade."""

    total: str
    grade: str


def final_score(
    rubric: Rubric,
    rows: Sequence[Mapping[str, object]],
    changes: Mapping[str, str],
    adjustments: Sequence[Mapping[str, object]] = (),
) -> FinalScore:
    """Compute it from the rows of an evaluation's data and the changed scores by row id.

    A change must name a leaf row and lie within 0 and its points (a bonus row's points either way), with no more
    decimals than the rubric rounds to. `adjustments` are those of the same evaluation: a review changes no rule that
    fired, so its penalties and its cap apply to the new sum. Raises ReviewError, also while a row is neither decided
    nor changed, or an adjustment is not decided.
    """
    leaves = {str(row["id"]): row for row in rows if row["leaf"]}
    for name, score in changes.items():
        _check(rubric, leaves, name, score)
    total = sum((_score(row, changes.get(name)) for name, row in leaves.items()), start=exact("0"))
    total = _adjusted(rubric, total, adjustments)
    rounded = round_half_up(total, rubric.rounding.total)
    return FinalScore(str(rounded), _grade(rubric, exact(str(rounded))))


def _check(rubric: Rubric, leaves: Mapping[str, Mapping[str, object]], name: str, score: str) -> None:
    if name not in leaves:
        raise ReviewError("review.unknown-row", row=name, rubric=rubric.id)
    points = exact(str(leaves[name]["points"]))
    least = -points if leaves[name]["bonus"] else exact("0")
    value = exact(score)
    if not least <= value <= points:
        raise ReviewError("review.out-of-range", row=name, score=score, least=str(least), most=str(points))
    if value != exact(str(round_half_up(value, rubric.rounding.rows))):
        raise ReviewError("review.too-fine", row=name, score=score, places=str(rubric.rounding.rows))


def _score(row: Mapping[str, object], changed: str | None) -> Fraction:
    if changed is not None:
        return exact(changed)
    if row["score"] is None:
        raise ReviewError("review.row-undecided", row=str(row["id"]), name=str(row["name"]))
    return exact(str(row["score"]))


def _adjusted(rubric: Rubric, total: Fraction, adjustments: Sequence[Mapping[str, object]]) -> Fraction:
    """Take off the penalties that fired, not below zero, and hold the total down to the cap."""
    penalties = {flat.id: flat.points for flat in (rubric.adjust.flat if rubric.adjust is not None else ())}
    for each in adjustments:
        name, most = str(each["id"]), each["most"]
        if each["change"] is None:
            raise ReviewError("review.row-undecided", row=name, name=str(each["name"]))
        if name in penalties:
            total += max(-penalties[name], min(-total, exact("0")))
        elif most is not None:
            total = min(total, exact(str(most)))
    return total


def _grade(rubric: Rubric, total: Fraction) -> str:
    earned = [grade for grade in rubric.grades if grade.least <= total]
    # A total below every grade can only come from penalties; the lowest grade still has a name.
    return max(earned or [min(rubric.grades, key=lambda one: one.least)], key=lambda one: one.least).name
