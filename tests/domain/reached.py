"""What the machines really reached, against everything that the product can do."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, get_args

from sqlmodel import select

from deadlines.moves import MOVES
from models.commands import Order
from models.ledger import LedgerRecord
from models.payloads import FORMS
from tests.domain.hands import course_in

if TYPE_CHECKING:
    from tests.domain.world import World


@dataclass
class Reached:
    """How often each word was reached."""

    words: Counter[str] = field(default_factory=Counter)

    def count(self, world: World) -> None:
        """Count what was done in a world, how its matters stood, and what stands in its ledger."""
        self.words.update(world.done)
        for book in world.books.values():
            for year in book.years.values():
                self.words.update(f"{course_in(year, matter)} {state}" for matter, state in year.matters.ever)
        with world.desk.reading() as session:
            self.words.update(session.exec(select(LedgerRecord.kind)).all())

    def missing(self) -> set[str]:
        """What the product can do and nobody did."""
        return everything() - set(self.words)


def everything() -> set[str]:
    """Every state of every course, every act, every kind of order, every kind of record."""
    states = {f"{move.course} {state}" for move in MOVES for state in (move.state, move.leads_to)}
    acts = {move.act for move in MOVES}
    orders = {f"order {form.model_fields['kind'].default}" for form in get_args(get_args(Order)[0])}
    return states | acts | orders | {kind for kind, _ in FORMS}
