"""The formula that the document prints is the one that the row measures by."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rules.core.errors import Problem
from rules.lint.walk import leaves

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.core.rubric import Clause, Growth, Ratio, Row, Rubric
    from rules.located import Path
    from rules.rubric_file import RubricFile

_INVERTED = "lint.formula-inverted"
_TARGET, _ACTUAL = "目标", "实际"


def formulas_agree(file: RubricFile) -> Iterator[Problem]:
    """Find a printed ratio that is upside down or another than the row's, and half a formula.

    One that the clause admits to be printed upside down is no fault; but admitting it of another formula is one.
    """
    for each in leaves(file.rubric):
        clause = each.row.clause
        if clause is None:
            continue
        path: Path = (*each.path, "clause")
        found = tuple(_faults(file.rubric, each.row, clause, path))
        inverted = any(problem.code == _INVERTED for problem in found)
        if clause.printed_inverted and not inverted:
            yield Problem("lint.formula-upright", (*path, "printed_inverted"), row=each.row.id)
        yield from (problem for problem in found if not (problem.code == _INVERTED and clause.printed_inverted))


def _faults(rubric: Rubric, row: Row, clause: Clause, path: Path) -> Iterator[Problem]:
    if clause.numerator is None and clause.denominator is None:
        return
    if clause.numerator is None or clause.denominator is None:
        yield Problem("lint.formula-half", path, row=row.id)
    elif (ratio := _ratio(row)) is not None:
        yield from _compare(rubric, row, clause, ratio, (*path, "numerator"))
    elif (growth := _growth(row)) is not None:
        yield from _compare_growth(rubric, row, clause, growth, (*path, "numerator"))
    elif row.indicators is not None and row.indicators.bands:
        yield from _compare_completion(row, clause, (*path, "numerator"))


def _ratio(row: Row) -> Ratio | None:
    shape = row.piecewise or row.steps
    return shape.metric.ratio if shape is not None else None


def _compare(rubric: Rubric, row: Row, clause: Clause, ratio: Ratio, path: Path) -> Iterator[Problem]:
    above, below = clause.numerator or "", clause.denominator or ""
    if _means(rubric, above, ratio.of) and _means(rubric, below, ratio.to):
        return
    inverted = _means(rubric, above, ratio.to) and _means(rubric, below, ratio.of)
    code = "lint.formula-inverted" if inverted else "lint.formula-differs"
    yield Problem(code, path, row=row.id, printed=f"{above} ÷ {below}", metric=f"{ratio.of} ÷ {ratio.to}")


def _compare_completion(row: Row, clause: Clause, path: Path) -> Iterator[Problem]:
    """A completion rate is what was actually done over the target, whatever else its printed terms are called."""
    above, below = clause.numerator or "", clause.denominator or ""
    if _ACTUAL in above and _TARGET in below:
        return
    code = "lint.formula-inverted" if _TARGET in above and _ACTUAL in below else "lint.formula-differs"
    yield Problem(code, path, row=row.id, printed=f"{above} ÷ {below}", metric=f"{_ACTUAL} ÷ {_TARGET}")


def _growth(row: Row) -> Growth | None:
    shape = row.piecewise or row.steps
    return shape.metric.growth if shape is not None else None


def _compare_growth(rubric: Rubric, row: Row, clause: Clause, growth: Growth, path: Path) -> Iterator[Problem]:
    """A printed growth is "of − base" over "base"."""
    above, below = clause.numerator or "", clause.denominator or ""
    of, _, base = re.sub("[-－—–]", "−", above).partition("−")
    if _means(rubric, of.strip(), growth.of) and all(
        _means(rubric, each.strip(), growth.base) for each in (base, below)
    ):
        return
    metric = f"({growth.of} − {growth.base}) ÷ {growth.base}"
    yield Problem("lint.formula-differs", path, row=row.id, printed=f"{above} ÷ {below}", metric=metric)


def _means(rubric: Rubric, printed: str, name: str) -> bool:
    """A printed term means an input by its id or by its name."""
    return printed == name or (name in rubric.inputs and printed == rubric.inputs[name].name)
