"""What the machines really reached, against everything that the product can do."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, get_args

from sqlmodel import select

from deadlines.moves import BY_TWO, FILINGS, MOVES
from models.commands import Order
from models.ledger import LedgerRecord
from models.payloads import FORMS
from tests.domain.refusing import course_of

if TYPE_CHECKING:
    from tests.domain.world import World

# What no machine reaches yet, with the reason. Whoever adds a kind adds a rule; this table may only shrink.
_TWO_HANDS: Final = "the machines' departments file with one hand and take nothing back; tests/rehearsal plays it"
_FILED_BY_TWO: Final = (
    *(f"{phase}.{act}" for phase in FILINGS for act in ("prepare", "send-back", "withdraw")),
    *(f"{phase}.{done}" for phase in FILINGS for done in ("prepared", "sent-back", "withdrawn")),
    *(f"{move.course} {state}" for move in MOVES if move.course in BY_TWO for state in (move.state, move.leads_to)),
)
NOT_REACHED: Final[dict[str, str]] = (
    {"request.refused": "the machines' requests do not wait in an inbox; tests/app/inbox plays refusals found later"}
    | dict.fromkeys(
        ("order import-execution", "execution.received", "execution.imported"),
        "the machines import no execution; tests/activities/test_import_execution.py plays it",
    )
    | {"warning.suspended": "the machines' form suspends nothing; tests/activities and tests/rehearsal play it"}
    | dict.fromkeys(_FILED_BY_TWO, _TWO_HANDS)
    | dict.fromkeys(
        (
            *("acknowledgement open", "acknowledgement filed", "acknowledgement done"),
            *("acknowledgement.confirm", "acknowledgement.dispute", "acknowledgement.answer"),
            *("acknowledgement.confirmed", "acknowledgement.disputed", "acknowledgement.answered"),
            "acknowledgement.deemed",
            *("order draw", "sample.drawn"),
        ),
        "the machines' form asks for no answer to the final score; tests/activities and tests/workflows play it",
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
                self.words.update(f"{course_of(matter)} {state}" for matter, state in year.matters.ever)
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
