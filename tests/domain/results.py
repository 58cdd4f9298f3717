"""What a final score is good for: copied into the same bureau's book of the next year, and told to the budget."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from models.carrying import Carry
from models.results import Effect, Suggest
from tests.domain.brought import WORDS
from tests.domain.codes import codes_of, of_the_office, of_the_role
from tests.domain.model import Copy
from tests.domain.people import OFFICE
from tests.domain.play import order
from tests.domain.world import BOOKS

if TYPE_CHECKING:
    from tests.domain.model import Year
    from tests.domain.world import World

# This book follows upon that one.
_BEFORE: Final = {BOOKS[1]: BOOKS[0]}
_TIERS: Final = {"优": "priority", "良": "protect", "中": "reduce", "差": "cancel"}
_KEEP, _LEAVE = Effect(source="general", effect="keep"), Effect(source="superior", effect="not-ours", reason=WORDS)
_CUT = Effect(source="superior", effect="cut", percent="10%", reason=WORDS)
# What may be said of the money, and why it may not.
EFFECTS: Final[tuple[tuple[tuple[Effect, ...], str | None], ...]] = (
    ((_KEEP, _LEAVE), None),
    ((_KEEP, _KEEP), "suggestion.repeated-source"),
    ((_KEEP, _CUT), "suggestion.not-ours"),
)


def carry(world: World, place: tuple[str, str], who: str = OFFICE) -> frozenset[str]:
    """Copy what last year's book says of a department now."""
    book, before = world.books[place[0]], world.books.get(_BEFORE.get(place[0], ""))
    codes = (
        of_the_office(world, book, who)
        or codes_of(None if place[1] in book.years else "department.not-enrolled")
        or codes_of("year.concluded" if place[1] in book.years and book.years[place[1]].ended else None)
        or codes_of("carry.no-earlier-book" if before is None else None)
        or codes_of(None if before is not None and place[1] in before.years else "carry.not-there")
    )
    order(world, book, (who, Carry(department=place[1])), codes)
    if not codes:
        assert before is not None
        source, year = before.years[place[1]], book.years[place[1]]
        findings = tuple((name, found.row, found.state) for name, found in sorted(source.findings.items()))
        result = final(source)
        last_total = None if result is None or year.scale.before is None else result[0]
        year.copy = Copy(before.id, before.records, result, findings, last_total)
        year.records += 1
    return codes


def suggest(world: World, place: tuple[str, str], which: int, who: str = OFFICE) -> frozenset[str]:
    """Suggest what the final score means for the money."""
    book = world.books[place[0]]
    effects, fault = EFFECTS[which % len(EFFECTS)]
    year = book.years.get(place[1])
    result = None if year is None else final(year)
    sealed = codes_of("ledger.outside-addendum" if book.leave else "ledger.sealed") if book.seals else frozenset()
    codes = (
        of_the_role(world, book, who, "performance-office")
        or sealed
        or codes_of(None if year is not None else "department.not-enrolled")
        or codes_of(fault)
        or codes_of(None if result is not None else "suggestion.not-final")
    )
    order(world, book, (who, Suggest(department=place[1], effects=effects)), codes)
    if not codes:
        assert year is not None
        assert result is not None
        year.results.append((*result, _TIERS[result[1]]))
        year.records += 1
    return codes


def final(year: Year) -> tuple[str, str] | None:
    """The total and grade that stand, unless something about them is open."""
    answered = year.matters.get("acknowledgement", "done") == "done"
    closed = year.reviews and year.matters["review"] == "done" and answered and not year.undecided
    return year.reviews[-1] if closed else None
