"""The bureau lets a department amend what it filed although its year has ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.amendment_orders import AllowAmendment
from tests.domain import afterwards
from tests.domain.brought import WORDS
from tests.domain.codes import codes_of, of_the_role
from tests.domain.collecting import ROWS
from tests.domain.days import day_of
from tests.domain.people import OFFICE
from tests.domain.play import order

if TYPE_CHECKING:
    from datetime import date

    from tests.domain.world import World


def allow(
    world: World, place: tuple[str, str], rows: tuple[str, ...], until: date, who: str = OFFICE
) -> frozenset[str]:
    """Give leave for these rows until a day; a seal ends every leave."""
    book = world.books[place[0]]
    year = book.years[place[1]]
    sealed = codes_of("ledger.outside-addendum" if book.leave else "ledger.sealed") if book.seals else frozenset()
    codes = (
        of_the_role(world, book, who, "performance-office")
        or sealed
        or codes_of(None if year.ended else "amendment.year-running")
        or codes_of(None if set(rows) <= set(ROWS) else "row.unknown")
        or codes_of("amendment.until-over" if until < day_of(world.now) else None)
    )
    words = AllowAmendment(
        department=place[1],
        rows=rows,
        until=until.isoformat(),
        document="某财绩〔2021〕31号",
        title="关于同意更正的函",
        reason=WORDS,
    )
    order(world, book, (who, words), codes)
    if not codes:
        afterwards.allow(year, rows, until)
    return codes
