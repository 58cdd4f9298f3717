"""A bulk over twelve departments on the real engine: tasks held, some returned, all reminded and extended."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from sqlmodel import col, select

from app.bulk import Selection
from app.bulk_orders import Bulk, extend, remind, return_
from app.errors import RequestRefusedError
from app.service import Running
from audit.replay import replay
from audit.verifier import verify
from models.projections import Task
from models.task_orders import Claim, Reassign
from tests.support.running_bureau import running_bureau

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.bulk import ItemResult
    from tests.support.running_bureau import Bureau

pytestmark = pytest.mark.slow

DEPARTMENTS = tuple(f"unit-{number:02d}" for number in range(1, 13))
FILED = DEPARTMENTS[:5]


@pytest.fixture(scope="module")
def bureau(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bureau]:
    """Twelve departments whose targets are awaited; five have filed."""
    with running_bureau(tmp_path_factory.mktemp("bulk") / "data") as running, pytest.MonkeyPatch.context() as patch:
        at = Running(running.client.service_client.config.target_host, 0)
        patch.setattr("app.window.require_service", lambda _settings: at)
        patch.setattr("app.window.service_of", lambda _settings: at)
        patch.setattr("app.extension.require_service", lambda _settings: at)
        for department in DEPARTMENTS:
            running.take_in(department)
        for department in FILED:
            running.run(running.counter.act(running.book, department, f"{department}/file", running.filing()))
        yield running


def bulk(bureau: Bureau, login: str, matter: str, departments: tuple[str, ...]) -> Bulk:
    selection = Selection(bureau.book, departments, matter=matter)
    return Bulk(bureau.settings, bureau.desk, login, selection, lambda _count: None)


def done(bureau: Bureau, results: Iterator[ItemResult]) -> list[ItemResult]:
    """The bulk waits in a thread of its own, while the worker works."""
    return bureau.run(asyncio.to_thread(lambda: list(results)))


def test_a_bulk_over_twelve_departments_finishes_what_was_left_when_it_is_sent_again(bureau: Bureau) -> None:
    some = FILED[:2]
    first = done(bureau, return_(bulk(bureau, "fuhe", "targets", some), "targets.return", "指标不够明确，请补正。"))
    assert [(one.department, one.standing) for one in first] == [(one, "done") for one in some]
    everybody = done(bureau, return_(bulk(bureau, "fuhe", "targets", DEPARTMENTS), "targets.return", "请补正。"))
    wanted = [*[("refused", "act.not-your-turn")] * 2, *[("done", "")] * 3, *[("refused", "act.not-your-turn")] * 7]
    assert [(one.department, (one.standing, one.code)) for one in everybody] == list(
        zip(DEPARTMENTS, wanted, strict=True)
    )
    bureau.run(bureau.counter.act(bureau.book, DEPARTMENTS[5], "late/file", bureau.filing()))
    again = done(bureau, return_(bulk(bureau, "fuhe", "targets", DEPARTMENTS), "targets.return", "请补正。"))
    assert [one for one in again if one.department != DEPARTMENTS[5]] == everybody[:5] + everybody[6:]
    assert again[5].standing == "done"


def test_all_are_reminded_and_get_more_time_and_their_years_know_it(bureau: Bureau) -> None:
    reminded = done(bureau, remind(bulk(bureau, "jixiaoke", "targets", DEPARTMENTS)))
    assert {one.standing for one in reminded} == {"done"}
    assert len(reminded) == len(DEPARTMENTS)
    document = ("2020-11-27", "示财绩〔2020〕3号", "系统停机两日")
    extended = done(bureau, extend(bulk(bureau, "jixiaoke", "targets", DEPARTMENTS), *document))
    assert {one.standing for one in extended} == {"done"}
    with bureau.desk.reading() as session:
        query = select(Task).where(col(Task.state) == "open", col(Task.department).in_(DEPARTMENTS))
        assert {task.due for task in session.exec(query)} == {"2020-11-27"}


def test_a_task_that_was_taken_on_in_the_running_year_is_its_holders_alone(bureau: Bureau) -> None:
    last = {"department": DEPARTMENTS[-1], "matter": "targets", "act": "targets.file", "round": 1}
    tianbao, office = bureau.stage.actors["tianbao"], bureau.stage.officer("performance-office")
    bureau.run(bureau.counter.order(bureau.book, "claim/last", tianbao, Claim(**last)))
    with pytest.raises(RequestRefusedError) as told:
        bureau.run(bureau.counter.order(bureau.book, "give/last", office, Reassign(**last, to=tianbao)))
    assert told.value.code == "task.held"
    receipt = bureau.run(bureau.counter.act(bureau.book, DEPARTMENTS[-1], "last/file", bureau.filing()))
    assert receipt.turns[0].state == "filed"


def test_the_book_of_the_bulks_verifies_replays_and_holds_no_words(bureau: Bureau) -> None:
    assert replay(bureau.desk.engine, bureau.book).mismatches == ()
    assert verify(bureau.settings.data).ok
    with bureau.desk.engine.connect() as connection:
        returned = connection.exec_driver_sql("SELECT payload FROM ledger WHERE kind = 'targets.returned'").all()
    assert len(returned) == 6
    assert [payload for (payload,) in returned if "补正" in bytes(payload).decode()] == []
