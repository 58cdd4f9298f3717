"""A share of a book's departments is drawn by a seed; reviews outside the sample change nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.sampling import Draw
from tests.domain.codes import codes_of, of_the_office
from tests.domain.people import OFFICE
from tests.domain.play import order
from tests.domain.sample import Drawn, first_of

if TYPE_CHECKING:
    from tests.domain.books import BookPicture
    from tests.domain.world import World


def draw(
    world: World, book: BookPicture, among: tuple[str, ...], share: int | None, seed: str | None, who: str = OFFICE
) -> frozenset[str]:
    """Draw so many percent of the departments, of all where none is named; without share and seed all of them."""
    codes = (
        of_the_office(world, book, who)
        or codes_of("sample.seed" if (share is None) != (seed is None) else None)
        or codes_of("sample.unknown-department" if set(among) - set(book.years) or not book.years else None)
    )
    percent = None if share is None else f"{share}%"
    words = Draw(among=among, share=percent, seed=seed, document="某财绩〔2022〕5号")
    order(world, book, (who, words), codes)
    if not codes:
        listed = sorted(set(among) or book.years)
        book.own += 1
        book.draws.append(Drawn(tuple(listed), first_of(listed, share, seed), percent, seed))
    return codes
