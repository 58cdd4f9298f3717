"""The tour's way past the other edition of the form: proposed, declined, proposed again, approved, and taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.domain import brought as bring
from tests.domain import bureau, play, results, switching
from tests.domain.people import FILLERS, OFFICE
from tests.domain.scales import Wanted
from tests.domain.scoring import Sheet
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


def switch_back_for_want_of_a_figure(world: World) -> Iterator[None]:
    """Nobody can file under an edition that asks for last year's score before there is one."""
    book, place = world.books[BOOKS[1]], (BOOKS[1], "alpha")
    first, second = book.editions
    filed = ("self-evaluation.prepare", "self-evaluation", FILLERS["alpha"])
    assert play.act(world, place, filed, bring.sheet(Sheet())) == {"facts.malformed"}
    assert not switching.propose(world, book, Wanted(second, first))
    assert not switching.decide(world, book, 2, "approved")
    yield


def switch_with_last_year_copied(world: World) -> Iterator[None]:
    """What the edition asks for is copied anew, and scored when that is ordered."""
    book = world.books[BOOKS[1]]
    first, second = book.editions
    assert not switching.propose(world, book, Wanted(first, second))
    assert not switching.decide(world, book, 3, "approved")
    yield
    for name, year in book.years.items():
        assert not results.carry(world, (book.id, name))
        bureau.reevaluate(world, (book.id, name), "score")
        assert year.made is not None
        assert year.made.points["before"] is not None
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
