"""Two versions of a rubric beside each other: rows, inputs and phases that were added, removed or changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from rules.core.writing import to_data

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rules.core.rubric import Due, Phase, Row, Rubric

Change = Literal["added", "removed", "changed"]
# What is told apart from a row's rule, or with other rows.
_NO_RULE: Final = ("name", "points", "rows", "inferred")


class Pair(NamedTuple):
    """One part of the two rubrics as data; None on the side that does not have it."""

    id: str
    before: dict[str, object] | None
    after: dict[str, object] | None

    @property
    def change(self) -> Change:
        """What became of it."""
        if self.before is None:
            return "added"
        return "removed" if self.after is None else "changed"

    @property
    def told(self) -> dict[str, object]:
        """The newer side that there is."""
        return self.after or self.before or {}


@dataclass(frozen=True, slots=True)
class RevisedRow:
    """A row; points are decimal text, None on the side that does not have it. `rule` tells whether its rule differs."""

    id: str
    name: str
    change: Change
    points_before: str | None
    points_after: str | None
    rule: bool


@dataclass(frozen=True, slots=True)
class RevisedInput:
    """An input that rows ask for."""

    id: str
    name: str
    change: Change


@dataclass(frozen=True, slots=True)
class RevisedPhase:
    """A phase with other days: when it opens and when its first act is due, as the two rubrics write it.

    Where both sides are the same it is the answer's days that differ, or those of reminders and notice.
    """

    id: str
    change: Change
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Revision:
    """All differences, in the later rubric's order and then what only the earlier one has."""

    rows: tuple[RevisedRow, ...]
    inputs: tuple[RevisedInput, ...]
    phases: tuple[RevisedPhase, ...]
    grades: bool


def revision(before: Rubric, after: Rubric) -> Revision:
    """Compare two rubrics part by part, by the ids of the parts."""
    return Revision(
        rows=tuple(_row(pair) for pair in _pairs(_rows(before.rows), _rows(after.rows))),
        inputs=tuple(
            RevisedInput(pair.id, str(pair.told["name"]), pair.change)
            for pair in _pairs(before.inputs.items(), after.inputs.items())
        ),
        phases=tuple(
            RevisedPhase(pair.id, pair.change, _dates(before, pair.id), _dates(after, pair.id))
            for pair in _pairs(_phases(before), _phases(after))
        ),
        grades=before.grades != after.grades,
    )


def _pairs(before: Iterable[tuple[str, object]], after: Iterable[tuple[str, object]]) -> Iterator[Pair]:
    """The parts that differ."""
    earlier, later = ({name: _data(part) for name, part in side} for side in (before, after))
    for name in {**later, **earlier}:
        pair = Pair(name, earlier.get(name), later.get(name))
        if pair.before != pair.after:
            yield pair


def _data(part: object) -> dict[str, object]:
    data = to_data(part)
    # The rows below a row are parts of their own.
    return {name: value for name, value in data.items() if name != "rows"} if isinstance(data, dict) else {}


def _rows(rows: tuple[Row, ...]) -> Iterator[tuple[str, Row]]:
    for row in rows:
        yield row.id, row
        yield from _rows(row.rows)


def _row(pair: Pair) -> RevisedRow:
    before, after = pair.before or {}, pair.after or {}
    return RevisedRow(
        id=pair.id,
        name=str(pair.told["name"]),
        change=pair.change,
        points_before=_points(before),
        points_after=_points(after),
        rule=_rule(before) != _rule(after),
    )


def _points(row: dict[str, object]) -> str | None:
    return str(row["points"]) if row else None


def _rule(row: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in row.items() if name not in _NO_RULE}


def _phases(rubric: Rubric) -> Iterator[tuple[str, Phase]]:
    return ((one.matter, one) for one in rubric.phases)


def _dates(rubric: Rubric, phase: str) -> str | None:
    found = next((one for one in rubric.phases if one.matter == phase), None)
    return None if found is None else f"{found.opens} … {_due(found.due)}"


def _due(due: Due) -> str:
    return due.date or f"+{due.days} {due.kind}"
