"""Checks the department's tasks and indicators: ids, points, targets."""

from __future__ import annotations

import re
from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING

from rules.core.admit_bounds import number_or_problem
from rules.core.admit_facts import close
from rules.core.errors import NumberError, Problem
from rules.core.numbers import exact, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.core.facts import Facts, Indicator
    from rules.core.records import Path
    from rules.core.rubric import Indicators, Rubric

_ID = re.compile(r"[a-z0-9][a-z0-9-]*")


def indicator_problems(rubric: Rubric, facts: Facts) -> Iterator[Problem]:
    """Find everything that is wrong with the tasks and the indicators that were filed as targets."""
    yield from _ids("tasks", [task.id for task in facts.tasks])
    yield from _ids("indicators", [indicator.id for indicator in facts.indicators])
    tasks = [task.id for task in facts.tasks]
    for position, indicator in enumerate(facts.indicators):
        path: Path = ("indicators", position)
        if indicator.task not in tasks:
            known = close(indicator.task, tasks)
            yield Problem(
                "facts.unknown-task", (*path, "task"), indicator=indicator.id, task=indicator.task, known=known
            )
        yield from _points(indicator, path)
        yield from _target(indicator, path)
        yield from _row(rubric, indicator, path)
    yield from _empty_tasks(facts)
    yield from _sum(rubric, facts)


def indicator_shapes(rubric: Rubric) -> tuple[Indicators, ...]:
    """How the rows of the department's own indicators score them."""
    return tuple(row.indicators for row in rubric.leaves() if row.indicators is not None)


def _ids(kind: str, ids: list[str]) -> Iterator[Problem]:
    times = Counter(ids)
    for position, each in enumerate(ids):
        path: Path = (kind, position, "id")
        if not _ID.fullmatch(each):
            yield Problem("facts.bad-id", path, id=each)
        if times[each] > 1 and ids.index(each) != position:
            yield Problem("facts.duplicate-id", path, id=each)


def _points(indicator: Indicator, path: Path) -> Iterator[Problem]:
    points = number_or_problem(indicator.points, (*path, "points"), indicator.id)
    if isinstance(points, Problem):
        yield points
    elif points < 0:
        yield Problem("facts.too-small", (*path, "points"), input=indicator.id, value=indicator.points, least="0")


def _target(indicator: Indicator, path: Path) -> Iterator[Problem]:
    if indicator.comparator is None:
        if indicator.target is not None:
            yield Problem("facts.target-without-comparator", (*path, "target"), indicator=indicator.id)
    elif indicator.target is None:
        yield Problem("facts.comparator-without-target", (*path, "comparator"), indicator=indicator.id)
    else:
        target = number_or_problem(indicator.target, (*path, "target"), indicator.id)
        if isinstance(target, Problem):
            yield target
    if indicator.last_actual is not None:
        yield from _last(indicator, indicator.last_actual, path)


def _last(indicator: Indicator, given: str, path: Path) -> Iterator[Problem]:
    if indicator.comparator is None:
        yield Problem("facts.last-without-comparator", (*path, "last_actual"), indicator=indicator.id)
    last = number_or_problem(given, (*path, "last_actual"), indicator.id)
    if isinstance(last, Problem):
        yield last


def _row(rubric: Rubric, indicator: Indicator, path: Path) -> Iterator[Problem]:
    """Find an indicator that no row scores, and a target without a completion rate where the row asks for one."""
    shapes = rubric.once(indicator_shapes)
    if shapes and not any(shape.owns(indicator.category) for shape in shapes):
        given = indicator.category or ""
        wanted = ", ".join(word for shape in shapes for word in shape.select)
        code = "facts.category-unscored" if given else "facts.category-missing"
        yield Problem(code, (*path, "category"), indicator=indicator.id, category=given, wanted=wanted)
    if any(shape.bands and shape.owns(indicator.category) for shape in shapes):
        yield from _rated(indicator, path)


def _rated(indicator: Indicator, path: Path) -> Iterator[Problem]:
    target = number_or_problem(indicator.target or "0", path, indicator.id)
    if isinstance(target, Problem) or indicator.comparator is None:
        return
    if target < 0 or (target == 0 and indicator.comparator == ">="):
        params = {"target": indicator.target or "", "comparator": indicator.comparator}
        yield Problem("facts.target-not-positive", (*path, "target"), indicator=indicator.id, **params)


def _empty_tasks(facts: Facts) -> Iterator[Problem]:
    used = {indicator.task for indicator in facts.indicators}
    for position, task in enumerate(facts.tasks):
        if facts.indicators and task.id not in used:
            yield Problem("facts.empty-task", ("tasks", position), task=task.id)


def _sum(rubric: Rubric, facts: Facts) -> Iterator[Problem]:
    """No indicator at all is a missing figure, not a wrong sum."""
    for row in rubric.leaves():
        shape = row.indicators
        if shape is None:
            continue
        try:
            points = [exact(each.points) for each in facts.indicators if shape.owns(each.category)]
        except NumberError:
            continue
        total = sum(points, Fraction(0))
        if points and total != row.points:
            yield Problem("facts.points-sum", ("indicators",), row=row.id, sum=plain(total), wanted=plain(row.points))
