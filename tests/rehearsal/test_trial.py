"""A bureau's own rubric tried by a made-up district, on the real engine, with one department that never files."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlmodel import col, func, select

from app.rehearsal.foreseen import Foreseen
from app.rehearsal.trial import Trial, try_rubric
from app.settings import Settings
from app.wiring import open_desk
from audit.replay import replay
from audit.verifier.verify_books import verify
from models.ledger import LedgerRecord
from models.projections import Alert, Filing, Task
from tests.support.guides import ROOT
from tests.support.worker_here import rehearsing_here

if TYPE_CHECKING:
    from app.scenario import PlayedAct

pytestmark = pytest.mark.slow

BEHAVIOURS = """
groups:
  - {share: 50%, never: [self-evaluation.file]}
  - {share: 50%, ahead: 0, late: {self-evaluation.file: 6}, found: 1}
"""


@dataclass(frozen=True)
class Tried:
    settings: Settings
    trial: Trial
    found: Foreseen


def _silent(_stage: str, _act: PlayedAct | None) -> None:
    """Nobody watches."""


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> Tried:
    folder = tmp_path_factory.mktemp("trial")
    (folder / "behaviours.yaml").write_text(BEHAVIOURS, encoding="utf-8")
    settings = Settings(data=folder / "data")
    practice = (ROOT / "docs" / "guide" / "practice" / "department.yaml").read_text(encoding="utf-8")
    rubric = folder / "rubric.yaml"
    rubric.write_text(f"{practice}\nprecheck: {{reasons: demanded}}\n", encoding="utf-8")
    trial = Trial(rubric, 2025, 2, 7, folder / "behaviours.yaml")
    with rehearsing_here():
        return Tried(settings, trial, try_rubric(settings, trial, _silent))


def test_what_never_came_is_still_awaited_and_was_asked_for_to_the_end(tried: Tried) -> None:
    assert dict(tried.found.left_open)["self-evaluation.file"] == 1
    overdue = [one for one in tried.found.told if (one.kind, one.role) == ("overdue", "performance-office")]
    assert len(overdue) == 1
    assert overdue[0].count >= 3


def test_who_is_late_is_late_by_as_many_days_as_was_said(tried: Tried) -> None:
    desk = open_desk(tried.settings)
    with desk.reading() as session:
        late = session.exec(select(Filing.days_late).where(col(Filing.phase) == "self-evaluation")).all()
    desk.engine.dispose()
    assert late == [6]


def test_where_the_rubric_demands_reasons_the_departments_give_them(tried: Tried) -> None:
    desk = open_desk(tried.settings)
    with desk.reading() as session:
        query = select(LedgerRecord).where(col(LedgerRecord.kind) == "self-evaluation.filed")
        (filed,) = session.exec(query).all()
    desk.engine.dispose()
    assert json.loads(filed.payload)["content"]["reasons"]


def test_everything_told_and_every_task_is_counted_once(tried: Tried) -> None:
    desk = open_desk(tried.settings)
    with desk.reading() as session:
        alerts = session.exec(select(func.count()).select_from(Alert)).one()
        tasks = session.exec(select(func.count()).select_from(Task)).one()
    desk.engine.dispose()
    found = tried.found
    assert sum(one.count for one in found.told) == sum(count for _, count in found.per_day) == alerts
    assert sum(week.came for week in found.weeks) == sum(week.due for week in found.weeks) == tasks
    assert found.busiest is not None
    assert found.busiest in found.per_day


def test_the_dates_are_those_of_the_year_that_was_asked_for(tried: Tried) -> None:
    assert tried.found.year == 2025
    assert [phase.due.day for phase in tried.found.dates.phases][:3] == [
        *(date(2025, 9, 6), date(2025, 9, 10), date(2025, 9, 13))
    ]
    # The sixth and the thirteenth of September 2025 are Saturdays.
    assert {(odd.act, odd.day.day, odd.kind) for odd in tried.found.odd_days} >= {
        ("targets.file", 6, "weekend"),
        ("self-evaluation.file", 13, "weekend"),
    }
    assert tried.found.unfillable == ()


def test_the_same_trial_again_plays_nothing_again(tried: Tried) -> None:
    again = try_rubric(tried.settings, tried.trial, _silent)
    assert again == tried.found


def test_the_book_of_a_trial_verifies_and_replays(tried: Tried) -> None:
    report = verify(tried.settings.data)
    assert report.ok, report.first
    desk = open_desk(tried.settings)
    assert replay(desk.engine, tried.found.book).mismatches == ()
    desk.engine.dispose()
