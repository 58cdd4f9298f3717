"""Checks every fact against the input that it answers: kind, unit, bounds, origin."""

from __future__ import annotations

from difflib import get_close_matches
from fractions import Fraction
from typing import TYPE_CHECKING

from rules.core.errors import NumberError, Problem
from rules.core.numbers import exact, plain
from rules.core.units import unit_problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rules.core.facts import Fact, Facts
    from rules.core.records import Path
    from rules.core.rubric import Input, Rubric

ANSWERS = ("yes", "no", "not-applicable")


def fact_problems(rubric: Rubric, facts: Facts) -> Iterator[Problem]:
    """Find everything that is wrong with the facts of the rubric's inputs."""
    seen: set[str] = set()
    bases = _denominators(rubric)
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
        else:
            yield from _figure(fact, wanted, path, base=fact.input in bases)
            yield from _judged(rubric, fact, path)


def close(text: str, known: Iterable[str]) -> str:
    """Name the known words that come closest to a wrong one; all of them when none comes close."""
    words = tuple(known)
    return ", ".join(get_close_matches(text, words) or words)


def number_or_problem(text: str, path: Path, about: str) -> Fraction | Problem:
    """Read a plain decimal; a "%" belongs into the unit, and anything else is malformed."""
    try:
        value = exact(text)
    except NumberError:
        return Problem("facts.bad-number", path, input=about, value=text)
    if text.endswith("%"):
        return Problem("facts.percent-sign", path, input=about, value=text, wanted=text.removesuffix("%"))
    return value


def _origin(fact: Fact, wanted: Input, path: Path) -> Iterator[Problem]:
    if wanted.witnessed is not None and fact.origin not in ("witnessed", "statement"):
        yield Problem("facts.witnessed-origin", (*path, "origin"), input=fact.input, given=fact.origin)
    if wanted.witnessed is None and fact.origin == "witnessed":
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
    lists = (row.checklist for row in rubric.leaves() if row.checklist is not None)
    asking = [item.not_applicable for each in lists for item in each.items if item.input == name]
    return bool(asking) and None not in asking


def _figure(fact: Fact, wanted: Input, path: Path, *, base: bool) -> Iterator[Problem]:
    value = number_or_problem(fact.value, (*path, "value"), fact.input)
    yield from unit_problem(fact.input, fact.value, fact.unit, wanted.unit, (*path, "unit"))
    if isinstance(value, Problem):
        yield value
        return
    if wanted.type in ("count", "year") and value.denominator != 1:
        yield Problem("facts.not-whole", (*path, "value"), input=fact.input, value=fact.value)
    yield from _bounds(fact, wanted, value, (*path, "value"), base=base)


def _bounds(fact: Fact, wanted: Input, value: Fraction, path: Path, *, base: bool) -> Iterator[Problem]:
    scale = 100 if wanted.type == "percent" else 1
    least = Fraction(0) if wanted.least is None else wanted.least * scale
    least = max(least, Fraction(0)) if base else least
    if value < least:
        yield Problem("facts.too-small", path, input=fact.input, value=fact.value, least=plain(least))
    if wanted.most is not None and value > wanted.most * scale:
        yield Problem("facts.too-large", path, input=fact.input, value=fact.value, most=plain(wanted.most * scale))


def _judged(rubric: Rubric, fact: Fact, path: Path) -> Iterator[Problem]:
    """A judgement in points cannot take or give more than its row has."""
    for row in rubric.leaves():
        if row.judged is None or row.judged.input != fact.input:
            continue
        value = number_or_problem(fact.value, path, fact.input)
        if not isinstance(value, Problem) and value > row.points:
            most = plain(row.points)
            yield Problem("facts.beyond-row", (*path, "value"), input=fact.input, value=fact.value, most=most)


def _denominators(rubric: Rubric) -> frozenset[str]:
    """Name the inputs that stand below a division line: a negative one would turn every comparison round."""
    rows = rubric.leaves()
    metrics = [row.piecewise.metric for row in rows if row.piecewise] + [row.steps.metric for row in rows if row.steps]
    metrics += [rule.metric for rule in rubric.monitoring.spending]
    ratios = {each.ratio.to for each in metrics if each.ratio}
    paces = {name for each in metrics if each.pace for name in (each.pace.to, each.pace.month)}
    return frozenset(ratios | paces | {rule.month for rule in rubric.monitoring.indicators})
