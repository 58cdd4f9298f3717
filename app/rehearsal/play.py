"""Play the acts and orders of a scenario by their days, each under its own key: playing again repeats nothing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from app.counter import Counter
from app.rehearsal.at_once import at_once
from app.rehearsal.clock import VirtualClock
from app.rehearsal.contents import Contents
from app.rehearsal.orders import order_of
from app.scenario import AnyOrder, PlayedAct, rubric_path
from app.stage import Stage
from app.texts import Texts
from app.until_known import until_known
from deadlines.local_time import at_local
from deadlines.protocol import matter_of
from models.commands import Deed
from rules.facts_file import load_facts
from rules.rubric_file import load_rubric

if TYPE_CHECKING:
    from collections.abc import Callable

Tell: TypeAlias = "Callable[[str, PlayedAct | None], None]"

# Just past the moment itself: a timer set to fire exactly then may still be in work.
_PAST: Final = timedelta(minutes=1)
_BUREAU: Final = ""


@dataclass(frozen=True)
class Player:
    """Brings each act and each order to the counter on its day."""

    stage: Stage
    counter: Counter
    clock: VirtualClock
    folder: Path

    async def play(self, tell: Tell) -> None:
        """Play the whole scenario; `tell` hears of every act and order that was done.

        Departments play side by side, because each has a clock of its own and nothing that one does changes another;
        an order of the bureau waits for all of them.
        """
        contents = self._contents()
        together: list[tuple[int, PlayedAct]] = []
        for position, part in self._in_time():
            if isinstance(part, PlayedAct):
                together.append((position, part))
                continue
            await self._side_by_side(together, contents, tell)
            together = []
            await self._order(position, part)
            tell("order", None)
        await self._side_by_side(together, contents, tell)
        await self._all_until(self._end(contents))

    def _end(self, contents: Contents) -> datetime:
        """When nothing more happens: after the last act, and not before the last phase of any rubric has begun."""
        last = [at_local(date.fromisoformat(rubric.phases[-1].opens), time(0)) for rubric in contents.rubrics.values()]
        return max([*last, *(part.at for _, part in self._in_time())])

    async def _all_until(self, moment: datetime) -> None:
        departments = self.stage.scenario.departments
        await at_once(self.clock.advance(department.id, moment + _PAST) for department in departments)

    def _in_time(self) -> list[tuple[int, PlayedAct | AnyOrder]]:
        """Acts and orders, the earliest first, each with its own place in its list: that place is in its key."""
        scenario = self.stage.scenario
        acts: list[tuple[int, PlayedAct | AnyOrder]] = list(enumerate(scenario.acts, start=1))
        return sorted([*acts, *enumerate(scenario.orders, start=1)], key=lambda numbered: numbered[1].at)

    async def _side_by_side(self, acts: list[tuple[int, PlayedAct]], contents: Contents, tell: Tell) -> None:
        own: dict[str, list[tuple[int, PlayedAct]]] = defaultdict(list)
        for position, act in acts:
            own[act.department].append((position, act))
        await at_once(self._in_turn(each, contents, tell) for each in own.values())

    async def _in_turn(self, acts: list[tuple[int, PlayedAct]], contents: Contents, tell: Tell) -> None:
        for position, act in acts:
            await self._act(position, act, contents)
            tell("act", act)

    async def _act(self, position: int, act: PlayedAct, contents: Contents) -> None:
        await self.clock.advance(act.department, act.at + _PAST)
        request = f"{act.department}/{position:02d}/{act.act}"
        deed = Deed(
            actor=self.stage.actors[act.who],
            act=act.act,
            matter=act.matter or matter_of(act.act),
            content=contents.of(request, act),
        )
        await until_known(lambda: self.counter.act(self.stage.book, act.department, request, deed))

    async def _order(self, position: int, order: AnyOrder) -> None:
        """The bureau waits for its departments: whatever happened before its order is on the record before it."""
        await self._all_until(order.at)
        await self.clock.advance(_BUREAU, order.at + _PAST)
        request = f"{order.department}/order-{position:02d}/{order.kind}"
        actor = self.stage.actors[order.who]
        wanted = order_of(order, Texts(self.stage.desk, self.stage.book, request).commit)
        await until_known(lambda: self.counter.order(self.stage.book, request, actor, wanted))

    def _contents(self) -> Contents:
        scenario = self.stage.scenario
        rubrics = {name: load_rubric(rubric_path(name).read_bytes()).rubric for name in scenario.rubrics}
        return Contents(
            stage=self.stage,
            rubrics={one.id: rubrics[scenario.rubric_of(one)] for one in scenario.departments},
            facts={one.id: load_facts(self.folder / one.facts) for one in scenario.departments if one.facts},
        )
