"""The tour's way past announced days: the first announcement of a year that nobody knew, and a nearer day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.domain import announcing
from tests.domain.world import BOOKS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.domain.world import World


def announce_what_nobody_knew(world: World) -> Iterator[None]:
    """While the mid-year reading is awaited: three days off put it off, and it is provisional no more."""
    book = world.books[BOOKS[1]]
    task = book.years["alpha"].task("monitoring")
    assert task is not None
    assert task.provisional
    before = task.due
    assert announcing.announce(world, book, announcing.WRONG) == {"calendar.holiday-on-weekend"}
    assert not announcing.announce(world, book, announcing.MORE_OFF)
    assert (task.due > before, task.provisional) == (True, False)
    assert announcing.announce(world, book, announcing.MORE_OFF) == {"calendar.nothing-new"}
    yield


def announce_more_work(world: World) -> Iterator[None]:
    """While the review is awaited: it is due the day before."""
    book = world.books[BOOKS[0]]
    task = book.years["alpha"].task("review")
    assert task is not None
    before = task.due
    assert not announcing.announce(world, book, announcing.MORE_WORKED)
    yield
    assert not announcing.announce(world, book, announcing.ORDINARY)
    assert task.due > before
    yield
