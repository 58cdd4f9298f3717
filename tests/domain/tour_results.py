"""The tour's way past final scores: copied from book to book as they stand, and told to the budget once they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.domain import results
from tests.domain.stages import PLACES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.domain.world import World

ALPHA, BETA, OTHER = PLACES
NEXT = (OTHER[0], BETA[1])


def copy_before_the_review(world: World) -> Iterator[None]:
    """There is nothing final yet, and before the first book there is none."""
    assert results.carry(world, ALPHA) == {"carry.no-earlier-book"}
    assert results.carry(world, (OTHER[0], "gamma")) == {"department.not-enrolled"}
    assert not results.carry(world, OTHER)
    assert results.suggest(world, BETA, 0) == {"suggestion.not-final"}
    yield


def copy_what_is_final(world: World) -> Iterator[None]:
    """The first book's reviews are concluded while the second book's are open."""
    assert results.suggest(world, BETA, 1) == {"suggestion.repeated-source"}
    assert not results.suggest(world, BETA, 0)
    yield
    for place in (OTHER, NEXT):
        assert not results.carry(world, place)
        yield
    copy = world.books[NEXT[0]].years[NEXT[1]].copy
    assert copy is not None
    assert copy.score is not None
    assert [row for _, row, _ in copy.findings] == ["carry-over", "timely"]
