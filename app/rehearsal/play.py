"""Play the acts of a scenario in their order, each under its own key: playing again repeats nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from app.counter import Counter
from app.rehearsal.clock import VirtualClock
from app.rehearsal.contents import Contents
from app.stage import Stage
from deadlines.protocol import courses_of
from models.commands import Deed
from rules.facts_file import load_facts

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.scenario import PlayedAct
    from models.receipts import Receipt
    from rules.core.rubric import Rubric

# Just past the moment itself: a timer set to fire exactly then may still be in work.
_PAST = timedelta(minutes=1)


@dataclass(frozen=True)
class Player:
    """Brings each act to the counter on its day."""

    stage: Stage
    counter: Counter
    clock: VirtualClock
    folder: Path

    async def play(self, rubric: Rubric, tell: Callable[[int, PlayedAct, Receipt], None]) -> None:
        """Play every act; `tell` hears of each with its receipt."""
        facts = {
            department.id: load_facts(self.folder / department.facts)
            for department in self.stage.scenario.departments
            if department.facts is not None
        }
        contents = Contents(self.stage, self.counter, rubric, facts)
        for position, act in enumerate(self.stage.scenario.acts):
            await self.clock.advance(act.department, act.at + _PAST)
            request = f"{act.department}/{position + 1:02d}/{act.act}"
            deed = Deed(
                actor=self.stage.actors[act.who],
                act=act.act,
                matter=act.matter or courses_of(act.act)[0],
                content=contents.of(request, act),
            )
            tell(position, act, await self.counter.act(self.stage.book, act.department, request, deed))
