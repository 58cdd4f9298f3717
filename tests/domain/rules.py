"""What the rules of every machine share: the world, its years and books, and how a deed is done or refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from hypothesis import event
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine

from tests.domain import play
from tests.domain.drawing import right_person, something
from tests.domain.people import OFFICE, SECURITY, STRANGER
from tests.domain.world import BOOKS, Switch, World

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hypothesis.strategies import DataObject

    from tests.domain.books import BookPicture
    from tests.domain.model import Year

    Place = tuple[str, str]

T = TypeVar("T")

DAY: Final = 24
ANY: Final = st.integers(0, 10**6)
BOSSES: Final = st.sampled_from([OFFICE, OFFICE, SECURITY, SECURITY, STRANGER])


class Rules(RuleBasedStateMachine):
    """A machine in a world; which rules it has, the nouns say."""

    def __init__(self) -> None:
        super().__init__()
        self.world: World | None = None

    @property
    def there(self) -> World:
        """The world after its beginning."""
        assert self.world is not None
        return self.world

    def years(self) -> list[tuple[Place, Year]]:
        """Every department's year."""
        return [((book.id, name), year) for book in self.there.books.values() for name, year in book.years.items()]

    def year(self, place: Place) -> Year:
        """One department's year."""
        return self.there.books[place[0]].years[place[1]]

    def book(self, which: int) -> BookPicture:
        """One of the books."""
        return self.there.books[pick(BOOKS, which)]

    def act(
        self, data: DataObject, place: Place, deed: tuple[str, str], who: str | None = None, waited: int = 0
    ) -> None:
        """Do an act with something drawn for it, or see it refused."""
        name, matter = deed
        year = self.year(place)
        brought = something(data, self.there, year, name)
        codes = play.act(self.there, place, (name, matter, who or right_person(year, name, matter)), brought, waited)
        tell(name, codes)


def tell(what: str, codes: frozenset[str]) -> None:
    """Count in the statistics what was done or why it was refused."""
    for code in codes or {what}:
        event(f"refused {code}" if codes else what)


def pick(many: Sequence[T], which: int) -> T:
    """One of many, by a number."""
    return many[which % len(many)]


class out_of_order:  # noqa: N801  # reads as a word of the sentence
    """The rule engine fails inside the block."""

    def __init__(self, broken: bool = True) -> None:
        self._broken = broken

    def __enter__(self) -> None:
        Switch.broken = self._broken

    def __exit__(self, *_: object) -> None:
        Switch.broken = False
