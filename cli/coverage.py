"""How much of the form a rule score covers: points that are decided, only claimed, not decided."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from rules.core.numbers import exact, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rules.core.evaluation import Evaluation, RowScore


@dataclass(frozen=True, slots=True)
class Coverage:
    """Points that rows are worth; `open` names the rows and adjustments that are neither decided nor only claimed."""

    covered: Fraction
    claimed: Fraction
    undecided: Fraction
    open: tuple[str, ...]

    @property
    def all(self) -> Fraction:
        """The points of the whole form."""
        return self.covered + self.claimed + self.undecided

    def to_data(self) -> dict[str, object]:
        """JSON-able; decimals are text."""
        return {
            "covered": plain(self.covered),
            "claimed": plain(self.claimed),
            "undecided": plain(self.undecided),
            "open": list(self.open),
        }


def coverage_of(evaluation: Evaluation) -> Coverage:
    """Count the leaf rows by how they stand; a claim on a group speaks for every row below it."""
    rows = {row.id: row for row in evaluation.rows}
    decided = [row for row in evaluation.rows if row.leaf and row.state == "decided"]
    claimed = [row for row in evaluation.rows if row.leaf and row.state != "decided" and _claimed(row, rows)]
    undecided = [row for row in evaluation.rows if row.leaf and row.state != "decided" and not _claimed(row, rows)]
    return Coverage(
        covered=_points(decided),
        claimed=_points(claimed),
        undecided=_points(undecided),
        open=(*(row.name for row in undecided), *_waiting(evaluation)),
    )


def _waiting(evaluation: Evaluation) -> Iterator[str]:
    yield from (each.name for each in evaluation.adjustments if each.change is None)


def _claimed(row: RowScore | None, rows: dict[str, RowScore]) -> bool:
    return row is not None and (row.claimed is not None or _claimed(rows.get(row.parent), rows))


def _points(rows: Iterable[RowScore]) -> Fraction:
    return sum((exact(row.points) for row in rows), Fraction(0))
