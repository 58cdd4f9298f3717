"""Checks the scores that a document only claims: the row or group must exist, hold them, and be claimed once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.core.admit_bounds import number_or_problem
from rules.core.admit_facts import close
from rules.core.claimable import Place, places
from rules.core.errors import Problem
from rules.core.numbers import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.core.facts import Claim, Facts
    from rules.core.records import Path
    from rules.core.rubric import Rubric


def claim_problems(rubric: Rubric, facts: Facts) -> Iterator[Problem]:
    """Find everything that is wrong with the claims."""
    if not facts.claims:
        return
    known = {place.id: place for place in places(rubric, facts)}
    claimed = {claim.row for claim in facts.claims}
    seen: set[str] = set()
    for position, claim in enumerate(facts.claims):
        path: Path = ("claims", position)
        if claim.row in seen:
            yield Problem("facts.duplicate-claim", (*path, "row"), row=claim.row)
        seen.add(claim.row)
        place = known.get(claim.row)
        if place is None:
            yield Problem("facts.unknown-row", (*path, "row"), row=claim.row, known=close(claim.row, known))
            continue
        yield from _overlaps(place, claimed, path)
        yield from _beyond(place, claim, path)


def _overlaps(place: Place, claimed: set[str], path: Path) -> Iterator[Problem]:
    """A group's claim covers all that it holds: a second one inside would count the same points twice."""
    for group in place.above:
        if group in claimed:
            yield Problem("facts.claims-overlap", (*path, "row"), row=place.id, group=group)


def _beyond(place: Place, claim: Claim, path: Path) -> Iterator[Problem]:
    score = number_or_problem(claim.score, (*path, "score"), claim.row)
    if isinstance(score, Problem):
        yield score
    elif not place.least <= score <= place.most:
        params = {"row": claim.row, "score": claim.score, "least": plain(place.least), "most": plain(place.most)}
        yield Problem("facts.claim-beyond", (*path, "score"), **params)
