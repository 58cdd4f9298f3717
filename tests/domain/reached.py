"""What the machines really reached, against everything that the product can do."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, get_args

from sqlmodel import select

from deadlines.moves import MOVES
from models.commands import Order
from models.ledger import LedgerRecord
from models.payloads import FORMS
from tests.domain.hands import course_in

if TYPE_CHECKING:
    from tests.domain.world import World

# What no machine reaches yet, with the reason. Whoever adds a kind adds a rule; this table may only shrink.
_DATES: Final = "the machines' model keeps one calendar; tests/activities plays announcements"
_COLLECTED: Final = (
    *("collection open", "collection filed", "collection done", "order appoint-contributor", "contributor.appointed"),
    *(f"collection.{act}" for act in ("ask", "answer", "return", "accept", "cancel")),
    *(f"collection.{done}" for done in ("asked", "answered", "returned", "accepted", "cancelled")),
)
NOT_REACHED: Final[dict[str, str]] = (
    dict.fromkeys(("order announce", "calendar.announced", "deadline.recomputed"), _DATES)
    | dict.fromkeys(
        _COLLECTED, "the machines' departments have no divisions; tests/activities/test_collecting.py plays them"
    )
    | dict.fromkeys(
        (
            *("order switch.propose", "order switch.approve", "order switch.decline"),
            *("rubric.switch-proposed", "rubric.switched", "rubric.switch-declined", "department.switched"),
        ),
        "the machines' model keeps one rubric a book; tests/activities/test_switching.py plays switches",
    )
    | dict.fromkeys(
        ("order allow-amendment", "amendment.allowed"),
        "the machines' ended years stay ended; tests/activities/test_after_conclusion.py plays what a leave opens",
    )
    | dict.fromkeys(
        ("order carry", "fact.carried", "order suggest", "result.suggested"),
        "the machines' model keeps one year of each bureau; tests/workflows plays two years over each other",
    )
)


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
