"""Checks every fact against the input that it answers: kind, unit, bounds, origin."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from rules.core.admit_bounds import bounds_problems, number_or_problem
from rules.core.admit_series import series_problems
from rules.core.errors import Problem
from rules.core.numbers import plain
from rules.core.units import unit_problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rules.core.facts import Fact, Facts
    from rules.core.records import Path
    from rules.core.rubric import Input, Metric, Row, Rubric

ANSWERS = ("yes", "no", "not-applicable")


def fact_problems(rubric: Rubric, facts: Facts) -> Iterator[Problem]:
    """Find everything that is wrong with the facts of the rubric's inputs."""
    seen: set[str] = set()
    bases = rubric.once(_denominators)
    for position, fact in enumerate(facts.facts):
        path: Path = ("facts", position)
        wanted = rubric.inputs.get(fact.input)
        if fact.input in seen:
            yield Problem("facts.duplicate-fact", (*path, "input"), input=fact.input)
        seen.add(fact.input)
        if wanted is None:
            yield Problem(
                "facts.unknown-input", (*path, "input"), input=fact.input, known=close(fact.input, rubric.inputs)
            )
            continue
        yield from _origin(fact, wanted, path)
        if wanted.type == "judgement":
            yield from _judgement(rubric, fact, path)
        elif wanted.type == "series":
            yield from series_problems(fact, wanted, facts, path)
        else:
            yield from _figure(fact, wanted, path, base=fact.input in bases)
            yield from _judged(rubric, fact, path)
            yield from _variant(rubric, fact, path)


def close(text: str, known: Iterable[str]) -> str:
    """Name the known words that come closest to a wrong one; all of them when none comes close."""
    words = tuple(known)
    return ", ".join(get_close_matches(text, words) or words)


def _origin(fact: Fact, wanted: Input, path: Path) -> Iterator[Problem]:
    if wanted.witnessed is not None and fact.origin not in ("witnessed", "statement"):
        yield Problem("facts.witnessed-origin", (*path, "origin"), input=fact.input, given=fact.origin)
    if wanted.carried is not None and fact.origin not in ("witnessed", "statement", "scenario"):
        yield Problem("facts.carried-origin", (*path, "origin"), input=fact.input, given=fact.origin)
    if (wanted.witnessed, wanted.carried) == (None, None) and fact.origin == "witnessed":
        yield Problem("facts.not-witnessed", (*path, "origin"), input=fact.input)


def _judgement(rubric: Rubric, fact: Fact, path: Path) -> Iterator[Problem]:
    if fact.unit:
        yield Problem("facts.wrong-unit", (*path, "unit"), input=fact.input, given=fact.unit, wanted="")
    if fact.value not in ANSWERS:
        yield Problem(
            "facts.bad-judgement", (*path, "value"), input=fact.input, value=fact.value, wanted=", ".join(ANSWERS)
        )
    elif fact.value == "not-applicable" and not _may_not_apply(rubric, fact.input):
        yield Problem("facts.must-apply", (*path, "value"), input=fact.input)


def _may_not_apply(rubric: Rubric, name: str) -> bool:
    asking = rubric.once(_not_applicable).get(name)
    return asking is not None and None not in asking


def _not_applicable(rubric: Rubric) -> dict[str, list[str | None]]:
    """By the input of an item, what "not-applicable" is worth wherever it is asked for."""
    worth: dict[str, list[str | None]] = {}
    for item in (item for row in rubric.leaves() if row.checklist is not None for item in row.checklist.items):
        worth.setdefault(item.input, []).append(item.not_applicable)
    return worth


def _figure(fact: Fact, wanted: Input, path: Path, *, base: bool) -> Iterator[Problem]:
    value = number_or_problem(fact.value, (*path, "value"), fact.input)
    yield from unit_problem(fact.input, fact.value, fact.unit, wanted.unit, (*path, "unit"))
    if isinstance(value, Problem):
        yield value
        return
    if wanted.type in ("count", "year") and value.denominator != 1:
        yield Problem("facts.not-whole", (*path, "value"), input=fact.input, value=fact.value)
    yield from bounds_problems(fact.input, fact.value, value, wanted, (*path, "value"), base=base)


def _judged(rubric: Rubric, fact: Fact, path: Path) -> Iterator[Problem]:
    """A judgement in points cannot take or give more than its row has."""
    for row in rubric.once(_judged_rows).get(fact.input, ()):
        value = number_or_problem(fact.value, path, fact.input)
        if not isinstance(value, Problem) and value > row.points:
            most = plain(row.points)
            yield Problem("facts.beyond-row", (*path, "value"), input=fact.input, value=fact.value, most=most)


def _judged_rows(rubric: Rubric) -> dict[str, list[Row]]:
    """By input, the rows that it judges in points."""
    rows: dict[str, list[Row]] = {}
    for row in rubric.leaves():
        if row.judged is not None:
            rows.setdefault(row.judged.input, []).append(row)
    return rows


def _denominators(rubric: Rubric) -> frozenset[str]:
    """Name the inputs that stand below a division line: a negative one would turn every comparison round."""
    metrics = _metrics(rubric)
    ratios = {each.ratio.to for each in metrics if each.ratio}
    paces = {name for each in metrics if each.pace for name in (each.pace.to, each.pace.month)}
    bases = {each.growth.base for each in metrics if each.growth}
    floors = {name for rule in rubric.monitoring.floors for name in (rule.ratio.to, rule.month)}
    gaps = {rule.ratio.to for rule in rubric.monitoring.gaps}
    return frozenset(ratios | paces | bases | floors | gaps | {rule.month for rule in rubric.monitoring.indicators})


def _metrics(rubric: Rubric) -> list[Metric]:
    shapes = (row.piecewise or row.steps for row in rubric.leaves())
    cap = None if rubric.adjust is None else rubric.adjust.cap_total
    watched = [rule.metric for rule in rubric.monitoring.spending]
    return [*(shape.metric for shape in shapes if shape), *watched, *([] if cap is None else [cap.metric])]


def _variant(rubric: Rubric, fact: Fact, path: Path) -> Iterator[Problem]:
    """A figure that says that another variant of the form is this department's."""
    applies = rubric.applies
    if applies is None or fact.input != applies.input:
        return
    value = number_or_problem(fact.value, path, fact.input)
    scale = 100 if rubric.inputs[fact.input].type == "percent" else 1
    if not isinstance(value, Problem) and not applies.when.holds(value / scale):
        params = {"value": fact.value, "otherwise": applies.otherwise}
        yield Problem("facts.other-variant", (*path, "value"), input=rubric.inputs[fact.input].name, **params)
