"""Grades own every total from 0 to the rubric's points, each once; a rubric that gives them tiers gives each one."""

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


def tiers_given(file: RubricFile) -> Iterator[Problem]:
    """Find grades without a tier or with two, and tiers of grades that are none."""
    if file.rubric.results is None:
        return
    grades = [grade.name for grade in file.rubric.grades]
    given = [each.grade for each in file.rubric.results.tiers]
    for position, name in enumerate(given):
        path = ("results", "tiers", position, "grade")
        if name not in grades:
            yield Problem("lint.tier-unknown-grade", path, grade=name, known=", ".join(grades))
        elif name in given[:position]:
            yield Problem("lint.id-twice", path, id=name)
    missing = [name for name in grades if name not in given]
    if missing:
        yield Problem("lint.tier-missing", ("results", "tiers"), grades=", ".join(missing))
