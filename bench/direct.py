"""A made-up district whose year is played by calling the activities themselves: the same records, no server.

Every department's year is played behind the one before it, each in its own domain time.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, cast

from sqlmodel import col, select

from activities.conclude import conclude_year
from activities.handle_act import handle_act
from activities.obey_order import obey_order
from activities.open_book import open_book
from activities.open_phase import open_phase
from activities.say_deadline import say_deadline
from activities.signatures import (
    ActCall,
    BookOpening,
    DeadlineCall,
    DepartmentStart,
    OrderCall,
    PhaseOpening,
    YearEnd,
)
from activities.turn import standing
from app.counter import Counter
from app.rehearsal.contents import Contents
from app.scenario import load_scenario, rubric_path
from app.stage import bring_in, build_stage
from bench.district import write_district
from deadlines.local_time import at_local
from deadlines.official import official_calendar
from deadlines.protocol import matter_of
from models.commands import Act, BureauOrder, Deed
from models.opening import Officer, OpenBook
from models.projections import Matter
from models.values import instant_text
from rules.facts_file import load_facts
from rules.rubric_file import load_rubric
from workflows.rungs import rungs_of

if TYPE_CHECKING:
    from pathlib import Path

    from temporalio.client import Client

    from activities.desk import Desk
    from app.scenario import PlayedAct
    from models.commands import Order
    from models.receipts import Receipt, Turn

_ROLE = "security-officer"
_EPOCH = 1


@dataclass(frozen=True)
class DirectCounter(Counter):
    """Takes orders straight to their activity, all at one moment; keeps the years that they start."""

    moment: str = ""
    starts: dict[str, DepartmentStart] = field(default_factory=dict)

    async def order(self, book: str, request: str, actor: str, order: Order) -> Receipt:
        """Carry one order out."""
        sent = BureauOrder(request=request, actor=actor, received_at=self.moment, order=order)
        result = obey_order(self.desk, OrderCall(book=book, epoch=_EPOCH, happened_at=self.moment, order=sent))
        if result.start is not None:
            self.starts[result.start.department] = result.start
        return result.receipt


class DirectDistrict:
    """A book that is open, with its departments enrolled; each year is played when it is asked for."""

    def __init__(self, desk: Desk, folder: Path, count: int, seed: int) -> None:
        """Write the scenario into the folder and open its book."""
        district = write_district(folder, count, seed)
        scenario = load_scenario(folder / "scenario.yaml")
        # No server takes part, so nobody speaks to one.
        self._stage = build_stage(scenario, desk, cast("Client", None), "rehearsal")
        self._counter = DirectCounter(self._stage.client, desk, _no_clock, instant_text(scenario.starts))
        self._desk = desk
        self._open(scenario.year)
        rubrics = {name: load_rubric(rubric_path(name).read_bytes()).rubric for name in scenario.rubrics}
        facts = {one.id: load_facts(folder / one.facts) for one in scenario.departments if one.facts}
        named = {one.id: rubrics[scenario.rubric_of(one)] for one in scenario.departments}
        self._contents = Contents(self._stage, named, facts)
        self._acts: dict[str, list[PlayedAct]] = defaultdict(list)
        for act in sorted(scenario.acts, key=lambda one: one.at):
            self._acts[act.department].append(act)
        self.departments = tuple(one.id for one in scenario.departments)
        self.planned = {one.id: one.records for one in district.departments}

    @property
    def book(self) -> str:
        """The book that is written."""
        return self._stage.book

    def play(self, department: str, until: str = "") -> ActCall | None:
        """Play a year to its end, or up to an act, which is returned undone."""
        for number, act in enumerate(self._acts[department]):
            self._open_phases(department, act.at)
            self._climb(department, act.at)
            call = self._call(f"{department}/{number:02d}/{act.act}", act)
            if act.act == until:
                return call
            handle_act(self._desk, call)
        last = self._acts[department][-1].at
        self._open_phases(department, last)
        conclude_year(
            self._desk, YearEnd(book=self.book, epoch=1, department=department, happened_at=instant_text(last))
        )
        return None

    def _open(self, year: int) -> None:
        stage, starts = self._stage, self._stage.scenario.starts
        opening = OpenBook.model_validate(
            {
                "book": stage.book,
                "name": stage.scenario.bureau.name,
                "shift_seconds": 0,
                "calendar": official_calendar(range(year - 1, year + 2)).to_data(),
                "officers": (Officer(actor=stage.officer(_ROLE), role=_ROLE),),
                "opened_on": starts.date().isoformat(),
            }
        )
        open_book(self._desk, BookOpening(happened_at=instant_text(starts), opening=opening))
        asyncio.run(bring_in(stage, self._counter))

    def _call(self, request: str, act: PlayedAct) -> ActCall:
        deed = Deed(
            actor=self._stage.actors[act.who],
            act=act.act,
            matter=act.matter or matter_of(act.act),
            content=self._contents.of(request, act),
        )
        at = instant_text(act.at)
        sent = Act(request=request, received_at=at, deed=deed)
        return ActCall(book=self.book, epoch=_EPOCH, department=act.department, happened_at=at, act=sent)

    def _open_phases(self, department: str, until: datetime) -> None:
        """Open every phase whose day has come and whose forerunner is done."""
        before = "done"
        for plan in self._counter.starts[department].plans:
            opens = at_local(date.fromisoformat(plan.opens), time())
            states = {turn.matter: turn.state for turn in self._turns(department)}
            if plan.phase not in states and before == "done" and opens <= until:
                self._climb(department, opens)
                moment = instant_text(opens)
                opening = PhaseOpening(
                    book=self.book, epoch=_EPOCH, department=department, happened_at=moment, plan=plan
                )
                open_phase(self._desk, opening)
                states = {turn.matter: turn.state for turn in self._turns(department)}
            before = states.get(plan.phase, "unopened")

    def _turns(self, department: str) -> list[Turn]:
        with self._desk.reading() as session:
            query = select(Matter.matter).where(col(Matter.book) == self.book, col(Matter.department) == department)
            return [standing(session, self.book, department, matter) for matter in session.exec(query).all()]

    def _climb(self, department: str, before: datetime) -> None:
        """Say every step of every ladder that comes before a moment."""
        rungs = [(rung, turn) for turn in self._turns(department) for rung in rungs_of(turn) if rung.at < before]
        for rung, turn in sorted(rungs, key=lambda one: one[0].at):
            awaited = turn.awaited
            if awaited is not None:
                call = DeadlineCall(
                    book=self.book,
                    epoch=_EPOCH,
                    department=department,
                    matter=turn.matter,
                    happened_at=instant_text(rung.at),
                    act=awaited.act,
                    role=awaited.role,
                    due=awaited.due,
                    kind=rung.kind,
                    days=rung.days,
                )
                say_deadline(self._desk, call)


async def _no_clock(_book: str, _department: str) -> datetime:
    return datetime.min.replace(tzinfo=UTC)
