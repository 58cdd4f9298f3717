"""Grades own every total from 0 to the rubric's points, each once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.core.errors import Problem
from rules.core.numbers import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.rubric_file import RubricFile


def grades_cover(file: RubricFile) -> Iterator[Problem]:
    """Find totals without a grade, two grades with one bound, and grades that nobody can reach."""
    rubric = file.rubric
    if not rubric.grades:
        yield Problem("lint.grades-none", ())
        return
    lowest = min(grade.least for grade in rubric.grades)
    if lowest != 0:
        yield Problem("lint.grade-floor", ("grades",), least=plain(lowest))
    seen: dict[object, str] = {}
    names: set[str] = set()
    for position, grade in enumerate(rubric.grades):
        least = plain(grade.least)
        if grade.least in seen:
            params = {"first": seen[grade.least], "second": grade.name, "least": least}
            yield Problem("lint.grade-equal", ("grades", position, "least"), **params)
        if grade.name in names:
            yield Problem("lint.id-twice", ("grades", position, "name"), id=grade.name)
        if grade.least > rubric.points:
            params = {"grade": grade.name, "least": least, "points": plain(rubric.points)}
            yield Problem("lint.grade-beyond", ("grades", position, "least"), **params)
        seen[grade.least] = grade.name
        names.add(grade.name)
