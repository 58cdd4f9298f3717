"""The stage: open the scenario's book and bring its people, rubrics and departments in, each once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import JsonValue, TypeAdapter
from temporalio.client import Client, WorkflowHandle
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError

from activities.desk import Desk
from app.activity_host import TASK_QUEUE
from app.people import register
from app.scenario import Scenario, rubric_path
from app.scenario_faults import CONTRIBUTOR
from app.until_known import until_known
from deadlines.official import official_calendar
from models.book import BookId, BookKind
from models.collecting import AppointContributor
from models.commands import Adopt, Appoint, Enrol
from models.opening import Officer, OpenBook
from models.projections import Book
from rules.rubric_file import load_rubric
from workflows.bureau_cycle import BureauCycle
from workflows.inputs import CycleRun
from workflows.names import cycle_id

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from app.counter import Counter
    from app.scenario import ScenarioPerson
    from models.commands import Order

_JSON: TypeAdapter[dict[str, JsonValue]] = TypeAdapter(dict[str, JsonValue])

SECURITY_OFFICER = "security-officer"
PERFORMANCE_OFFICE = "performance-office"


@dataclass(frozen=True)
class Stage:
    """A bureau's year as described in a scenario, and the book that is written: real or rehearsed."""

    scenario: Scenario
    desk: Desk
    client: Client
    actors: dict[str, str]
    kind: BookKind

    @property
    def book(self) -> str:
        """The book that is being written."""
        return str(BookId(bureau=self.scenario.bureau.id, year=self.scenario.year, kind=self.kind))

    def officer(self, role: str) -> str:
        """The actor who holds a bureau-wide role in the scenario."""
        return self.actors[self.login(role)]

    def login(self, role: str) -> str:
        """The login of who holds a bureau-wide role in the scenario."""
        return next(person.id for person in self.scenario.people if person.role == role)


def build_stage(scenario: Scenario, desk: Desk, client: Client, kind: BookKind) -> Stage:
    """Register the people; the same people keep their ids when a rehearsal is taken up again."""
    actors = {person.id: register(desk.engine, person.id, person.name) for person in scenario.people}
    return Stage(scenario, desk, client, actors, kind)


def shift_of(stage: Stage, starts: datetime | None) -> int:
    """Seconds between the machine's time and `starts`, fixed when the book is opened and read from it ever after.

    None means that the book lives in the machine's own time, as every real one does.
    """
    with stage.desk.reading() as session:
        book = session.get(Book, stage.book)
    if book is not None:
        return book.shift_seconds
    return 0 if starts is None else int((starts - stage.desk.clock()).total_seconds())


async def open_book(stage: Stage, counter: Counter, shift_seconds: int) -> WorkflowHandle[BureauCycle, None]:
    """Start the cycle and bring in people, rubrics and departments; the first order waits for the opening record."""
    cycle = await open_cycle(stage, shift_seconds)
    await bring_in(stage, counter)
    return cycle


async def open_cycle(stage: Stage, shift_seconds: int) -> WorkflowHandle[BureauCycle, None]:
    """Start the bureau's cycle; one that runs already, or has ended, is taken as it is."""
    try:
        return await stage.client.start_workflow(
            BureauCycle.run,
            CycleRun(opening=_opening(stage, shift_seconds)),
            id=cycle_id(stage.book),
            task_queue=TASK_QUEUE,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
        )
    except WorkflowAlreadyStartedError:
        return stage.client.get_workflow_handle_for(BureauCycle.run, cycle_id(stage.book))


def _opening(stage: Stage, shift_seconds: int) -> OpenBook:
    scenario = stage.scenario
    years = range(scenario.year - 1, scenario.year + 2)
    return OpenBook(
        book=stage.book,
        name=scenario.bureau.name,
        shift_seconds=shift_seconds,
        calendar=_JSON.validate_python(official_calendar(years).to_data()),
        officers=(Officer(actor=stage.officer(SECURITY_OFFICER), role=SECURITY_OFFICER),),
        opened_on=scenario.starts.date().isoformat(),
    )


async def bring_in(stage: Stage, counter: Counter) -> None:
    """Appointments first, then the rubrics, then the departments and their contacts: each needs the one before."""
    appointed = [person for person in stage.scenario.people if person.role not in (SECURITY_OFFICER, CONTRIBUTOR)]
    await _appoint(stage, counter, {person.id: _appointment(stage, person) for person in appointed})
    hashes = {name: await _adopt(stage, counter, name) for name in stage.scenario.rubrics}
    office = stage.officer(PERFORMANCE_OFFICE)
    for department in stage.scenario.departments:
        rubric_hash = hashes[stage.scenario.rubric_of(department)]
        enrol = Enrol(
            department=department.id, name=department.name, rubric_hash=rubric_hash, two_hands=department.two_hands
        )
        await _order(stage, counter, f"setup/enrol/{department.id}", office, enrol)
    contacts = [person for person in stage.scenario.people if person.role == CONTRIBUTOR]
    await _appoint(stage, counter, {person.id: _contact(stage, person) for person in contacts})


async def _appoint(stage: Stage, counter: Counter, orders: Mapping[str, Order]) -> None:
    for person, order in orders.items():
        request = f"setup/appoint/{stage.actors[person]}"
        await _order(stage, counter, request, stage.officer(SECURITY_OFFICER), order)


async def _adopt(stage: Stage, counter: Counter, name: str) -> str:
    """Put a rubric in force; returns the hash of its bytes."""
    yaml = rubric_path(name).read_bytes()
    file = load_rubric(yaml)
    adopt = Adopt(yaml=yaml.decode(), document=stage.scenario.adoption)
    office = stage.officer(PERFORMANCE_OFFICE)
    await _order(stage, counter, f"setup/adopt/{file.rubric.id}", office, adopt)
    return file.hash


async def _order(stage: Stage, counter: Counter, request: str, actor: str, order: Order) -> None:
    await until_known(lambda: counter.order(stage.book, request, actor, order))


def _appointment(stage: Stage, person: ScenarioPerson) -> Appoint:
    return Appoint(
        appointee=stage.actors[person.id],
        role=person.role,
        department=person.department,
        from_day=stage.scenario.starts.date().isoformat(),
    )


def _contact(stage: Stage, person: ScenarioPerson) -> AppointContributor:
    """A contributor brings what one division is asked for; the scenario's reader has seen to it that it has one."""
    return AppointContributor(
        appointee=stage.actors[person.id],
        department=person.department or "",
        division=person.division or "",
        division_name=person.division_name or "",
        from_day=stage.scenario.starts.date().isoformat(),
    )
