"""Checks the scores that a document only claims: the row must exist, and hold them."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from rules.core.admit_bounds import number_or_problem
from rules.core.admit_facts import close
from rules.core.errors import NumberError, Problem
from rules.core.numbers import exact, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.core.facts import Facts
    from rules.core.records import Path
    from rules.core.rubric import Row, Rubric


def claim_problems(rubric: Rubric, facts: Facts) -> Iterator[Problem]:
    """Find everything that is wrong with the claims."""
    ranges = dict(_ranges(rubric, facts))
    seen: set[str] = set()
    for position, claim in enumerate(facts.claims):
        path: Path = ("claims", position)
        if claim.row in seen:
            yield Problem("facts.duplicate-claim", (*path, "row"), row=claim.row)
        seen.add(claim.row)
        if claim.row not in ranges:
            yield Problem("facts.unknown-row", (*path, "row"), row=claim.row, known=close(claim.row, ranges))
            continue
        least, most = ranges[claim.row]
        score = number_or_problem(claim.score, (*path, "score"), claim.row)
        if isinstance(score, Problem):
            yield score
        elif not least <= score <= most:
            params = {"row": claim.row, "score": claim.score, "least": plain(least), "most": plain(most)}
            yield Problem("facts.claim-beyond", (*path, "score"), **params)


def _ranges(rubric: Rubric, facts: Facts) -> Iterator[tuple[str, tuple[Fraction, Fraction]]]:
    """Give every row that can carry a claim, with its least and its most score."""
    for row in rubric.leaves():
        yield row.id, (_least(rubric, row), row.points)
        shape = row.indicators
        for indicator in facts.indicators if shape is not None else ():
            if shape is None or not shape.owns(indicator.category):
                continue
            try:
                yield f"{row.id}.{indicator.task}.{indicator.id}", (Fraction(0), exact(indicator.points))
            except NumberError:
                continue


def _least(rubric: Rubric, row: Row) -> Fraction:
    """Only a row that is judged in points can go below zero, as far as its input may."""
    if row.judged is None or row.judged.counts == "deduction" or row.judged.input not in rubric.inputs:
        return Fraction(0)
    return min(rubric.inputs[row.judged.input].least or Fraction(0), Fraction(0))
