"""What any order may be refused for, as the model expects it: sets of codes, empty where nothing speaks against it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.domain.days import day_of

if TYPE_CHECKING:
    from tests.domain.books import BookPicture
    from tests.domain.world import World


def codes_of(*codes: str | None) -> frozenset[str]:
    """The codes of which one must be given; None speaks against nothing."""
    return frozenset(code for code in codes if code is not None)


def of_the_role(world: World, book: BookPicture, who: str, role: str) -> frozenset[str]:
    """Whoever orders must hold the role for the whole bureau today."""
    return codes_of(None if book.posts.may(who, role, "", day_of(world.now)) else "act.not-appointed")


def of_the_office(world: World, book: BookPicture, who: str, role: str = "performance-office") -> frozenset[str]:
    """The same, for what a book that has ended does not take any more."""
    return of_the_role(world, book, who, role) or codes_of("book.concluded" if book.ended else None)
