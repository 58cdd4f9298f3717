"""The tour's way past the other edition of the form: proposed, declined, proposed again, approved, and taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.domain import bureau, switching
from tests.domain.people import OFFICE
from tests.domain.scales import Wanted
from tests.domain.world import BOOKS, Switch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.domain.world import World


def switch_before_anything_is_scored(world: World) -> Iterator[None]:
    """In the second book, with the dates of phases that leave time."""
    book = world.books[BOOKS[1]]
    first, second = book.editions
    assert switching.propose(world, book, Wanted(first, second)) == {"rubric.not-adopted"}
    bureau.adopt(world, book, 1)
    assert not switching.propose(world, book, Wanted(first, second, dates=True))
    assert switching.decide(world, book, 0, "approved", OFFICE) == {"switch.own"}
    assert not switching.decide(world, book, 0, "declined")
    assert not switching.propose(world, book, Wanted(first, second, dates=True))
    yield
    assert not switching.decide(world, book, 1, "approved")
    assert book.years["alpha"].scale == second
    assert "review" not in book.years["alpha"].kept
    yield


def switch_what_is_reviewed(world: World) -> Iterator[None]:
    """In the first book: every score is made anew, concluded reviews are open again; then back, with a lame engine."""
    book = world.books[BOOKS[0]]
    first, second = book.editions
    bureau.adopt(world, book, 1)
    assert switching.propose(world, book, Wanted(second, first)) == {"switch.nobody"}
    assert not switching.propose(world, book, Wanted(first, second))
    assert book.years["beta"].matters["review"] == "done"
    assert not switching.decide(world, book, 0, "approved")
    assert book.years["beta"].matters["review"] == "open"
    yield
    assert not switching.propose(world, book, Wanted(second, first))
    Switch.broken = True
    assert not switching.decide(world, book, 1, "approved")
    Switch.broken = False
    yield
    bureau.reevaluate(world, (book.id, "alpha"), "score")
    bureau.reevaluate(world, (book.id, "beta"), "score")
    yield
