"""The final score after a review (复核): the rule score with the reviewer's rows, total and grade computed anew."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rules.core.errors import Problem, RulesError
from rules.core.numbers import exact, round_half_up

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from fractions import Fraction

    from rules.core.rubric import Rubric

    Data = Mapping[str, object]


class ReviewError(RulesError):
    """A review does not fit the scoring; `problems` lists each row that it leaves open."""

    code = "review.malformed"

    def __init__(self, code: str, /, *problems: Problem, **params: str) -> None:
        self.problems = problems
        super().__init__(code, **params)


@dataclass(frozen=True, slots=True)
class ReviewedRow:
    """A row or group that the reviewer scored, beside its rule score (None while undecided) and its claim."""

    row: str
    name: str
    points: str
    rule: str | None
    claimed: str | None
    score: str


@dataclass(frozen=True, slots=True)
class FinalScore:
    """Total as decimal text, its grade, and the rows that the reviewer scored in the rubric's order."""

    total: str
    grade: str
    rows: tuple[ReviewedRow, ...] = ()


def final_score(
    rubric: Rubric, rows: Sequence[Data], changes: Mapping[str, str], adjustments: Sequence[Data] = ()
) -> FinalScore:
    """Compute it from the rows of an evaluation's data and the reviewer's scores by row id.

    A leaf that is not named is confirmed. A score names a leaf, or a group that holds undecided rows and is then scored
    as a whole; it lies within 0 and the points (a bonus row's points either way), is no finer than the rubric rounds,
    and is not the rule score itself. `adjustments` are those of the same evaluation: a review changes no rule that
    fired, so its penalties and its cap apply to the new sum. Raises ReviewError, `review.incomplete` with every row
    and adjustment that is neither decided nor scored.
    """
    scored = _Scored(rubric, rows, changes)
    scored.check()
    scored.require_all(adjustments)
    total = _adjusted(rubric, scored.total(), adjustments)
    rounded = round_half_up(total, rubric.rounding.total)
    return FinalScore(str(rounded), _grade(rubric, exact(str(rounded))), tuple(scored.reviewed()))


class _Scored:
    """The rows of an evaluation under a reviewer's scores."""

    def __init__(self, rubric: Rubric, rows: Sequence[Data], changes: Mapping[str, str]) -> None:
        self.rubric = rubric
        self.rows = {str(row["id"]): row for row in rows}
        self.changes = changes

    def check(self) -> None:
        """Raise ReviewError for the first score that cannot be given."""
        for name, score in self.changes.items():
            row = self.rows.get(name)
            if row is None:
                raise ReviewError("review.unknown-row", row=name, rubric=self.rubric.id)
            self._check_place(name, row)
            _check_score(self.rubric, row, score)

    def _check_place(self, name: str, row: Data) -> None:
        if not row["leaf"] and row["score"] is not None:
            raise ReviewError("review.group-decided", row=name)
        for group in self._above(row):
            if group in self.changes:
                raise ReviewError("review.overlap", row=name, group=group)

    def require_all(self, adjustments: Sequence[Data]) -> None:
        """Raise ReviewError unless everything is decided by the rules or by the reviewer."""
        left = [row for row in self._single() if row["score"] is None]
        left += [each for each in adjustments if each["change"] is None]
        if left:
            problems = (_undecided(each) for each in left)
            raise ReviewError("review.incomplete", *problems, count=str(len(left)))

    def total(self) -> Fraction:
        """The sum of what the rules and the reviewer give."""
        given = [exact(score) for score in self.changes.values()]
        return sum((exact(str(row["score"])) for row in self._single()), sum(given, exact("0")))

    def reviewed(self) -> Iterator[ReviewedRow]:
        """What the reviewer scored, in the rubric's order."""
        for name, row in self.rows.items():
            if name in self.changes:
                rule, claimed = (None if row[key] is None else str(row[key]) for key in ("score", "claimed"))
                yield ReviewedRow(name, str(row["name"]), str(row["points"]), rule, claimed, self.changes[name])

    def _single(self) -> Iterator[Data]:
        """The leaves that keep their rule score: neither they nor a group above them were scored."""
        for name, row in self.rows.items():
            if row["leaf"] and not self.changes.keys() & {name, *self._above(row)}:
                yield row

    def _above(self, row: Data) -> Iterator[str]:
        while row["parent"]:
            yield str(row["parent"])
            row = self.rows[str(row["parent"])]


def _undecided(row: Data) -> Problem:
    return Problem("review.row-undecided", ("rows", str(row["id"])), row=str(row["id"]), name=str(row["name"]))


def _check_score(rubric: Rubric, row: Data, score: str) -> None:
    name, points, value = str(row["id"]), exact(str(row["points"])), exact(score)
    least = -points if row["bonus"] else exact("0")
    if not least <= value <= points:
        raise ReviewError("review.out-of-range", row=name, score=score, least=str(least), most=str(points))
    if value != exact(str(round_half_up(value, rubric.rounding.rows))):
        raise ReviewError("review.too-fine", row=name, score=score, places=str(rubric.rounding.rows))
    if row["score"] is not None and value == exact(str(row["score"])):
        raise ReviewError("review.unchanged", row=name, score=score)


def _adjusted(rubric: Rubric, total: Fraction, adjustments: Sequence[Data]) -> Fraction:
    """Take off the penalties that fired, not below zero, and hold the total down to the cap."""
    penalties = {flat.id: flat.points for flat in (rubric.adjust.flat if rubric.adjust is not None else ())}
    for each in adjustments:
        name, most = str(each["id"]), each["most"]
        if name in penalties:
            total += max(-penalties[name], min(-total, exact("0")))
        elif most is not None:
            total = min(total, exact(str(most)))
    return total


def _grade(rubric: Rubric, total: Fraction) -> str:
    earned = [grade for grade in rubric.grades if grade.least <= total]
    # A total below every grade can only come from penalties; the lowest grade still has a name.
    return max(earned or [min(rubric.grades, key=lambda one: one.least)], key=lambda one: one.least).name
