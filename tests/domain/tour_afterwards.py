"""The tour's way past ended years: nothing without leave; with it an amendment, and the review that follows from it."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from tests.domain import allowing, closing, play
from tests.domain import brought as bring
from tests.domain.days import day_of
from tests.domain.effects import Verdict
from tests.domain.people import FILLERS, REVIEWER
from tests.domain.stages import PLACES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.domain.world import World

BETA = PLACES[1]
AMEND, REVIEW, TARGETS = "self-evaluation.amend", "review", "targets"
SCORING = "self-evaluation"


def amend_by_leave(world: World) -> Iterator[None]:
    """Everybody's year has ended, and no book is sealed yet."""
    filler, today = FILLERS["beta"], day_of(world.now)
    carried = bring.amended({"carry": 25})
    assert play.act(world, BETA, (AMEND, SCORING, filler), carried) == {"year.not-running"}
    assert not allowing.allow(world, BETA, ("spending",), today)
    assert play.act(world, BETA, (AMEND, SCORING, filler), carried) == {"amendment.other-rows"}
    yield
    assert not allowing.allow(world, BETA, ("carry-over", "spending"), today + timedelta(days=1))
    conclude = bring.verdict(Verdict({"manners": Fraction(7)}, {"three": "carry-over"}))
    assert play.act(world, BETA, ("review.conclude", REVIEW, REVIEWER), conclude) == {"amendment.outside"}
    assert not play.act(world, BETA, (AMEND, SCORING, filler), carried)
    yield
    assert closing.seal(world, world.books[BETA[0]], 1) == {"seal.unfinished"}
    assert not play.act(world, BETA, ("review.conclude", REVIEW, REVIEWER), conclude)
    yield
    assert not play.act(world, BETA, ("finding.answer", "finding/three", filler), bring.measure())
    world.pass_time(24 * 3)
    late = bring.amended({"carry": 4})
    assert play.act(world, BETA, (AMEND, SCORING, filler), late) == {"amendment.over"}
    yield
    assert not play.act(world, BETA, ("finding.accept", "finding/three", REVIEWER), bring.answer())
    yield
