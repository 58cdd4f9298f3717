"""A year that is monitored three times on the real engine: a warning replaced, one answered late, one suspended."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest
import yaml
from sqlmodel import col, select

from app.scenario import rubric_path, scenario_folder
from audit.replay import replay
from audit.verifier.verify_books import verify
from models.ledger import LedgerRecord
from models.monitoring_tables import RaisedWarning
from models.projections import Alert, Department, Matter
from tests.support.rehearsals import Played, play
from tests.support.windowed import NOVEMBER, OCTOBER, windowed

if TYPE_CHECKING:
    from typing import Any

pytestmark = pytest.mark.slow

SPENDING, EXHIBITIONS = "spending-pace", "indicator-pace/exhibitions"
SLOW = f"warning/2021-10/2/{SPENDING}"
FEW = f"warning/2021-10/2/{EXHIBITIONS}"
FEW_AGAIN = f"warning/2021-11/3/{EXHIBITIONS}"


def reading(at: str, window: str, month: str, spent: str) -> dict[str, Any]:
    """A window's filing: so much spent up to a month, and far more exhibitions than the targets foresee."""
    figures = {
        "mid_year_budget": ("16061.02", "万元"),
        "mid_year_spent": (spent, "万元"),
        "mid_year_month": (month, "月"),
    }
    facts = [{"input": name, "value": value, "unit": unit} for name, (value, unit) in figures.items()]
    results = [{"indicator": "exhibitions", "actual": "61", "unit": "场次"}]
    return {"at": at, "who": "tianbao", "act": "monitoring.file", "matter": window, "facts": facts, "results": results}


def said(at: str, who: str, act: str, matter: str, **words: str) -> dict[str, Any]:
    return {"at": at, "who": who, "act": act, "matter": matter, **words}


PLAN = {"choice": "adjust-budget", "plan": "调减预算。"}
ACTS = [
    reading("2021-11-10T10:00:00", OCTOBER, "10", "7000.00"),
    said("2021-11-12T10:00:00", "fuhe", "monitoring.accept", OCTOBER),
    said("2021-11-15T10:00:00", "tianbao", "warning.acknowledge", SLOW),
    said("2021-11-16T10:00:00", "tianbao", "warning.answer", FEW, **PLAN),
    reading("2021-12-06T10:00:00", NOVEMBER, "11", "14700.00"),
    said("2021-12-08T10:00:00", "fuhe", "monitoring.accept", NOVEMBER),
    said("2021-12-09T10:00:00", "tianbao", "warning.answer", FEW_AGAIN, **PLAN),
    said("2021-12-10T10:00:00", "tianbao", "warning.answer", SLOW, **PLAN),
    said("2021-12-13T10:00:00", "fuhe", "warning.accept", SLOW),
    said("2021-12-13T11:00:00", "fuhe", "warning.accept", FEW_AGAIN),
]


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """The shipped year with two more windows."""
    folder = tmp_path_factory.mktemp("windows")
    place = folder / "windowed"
    shutil.copytree(scenario_folder("shijing-2021"), place)
    file = place / "scenario.yaml"
    scenario = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506  # texts only
    form = place / "windowed.yaml"
    form.write_text(windowed(rubric_path(scenario["rubric"]).read_text(encoding="utf-8")), encoding="utf-8")
    acts = [{**act, "department": "shijing"} for act in ACTS]
    written = {**scenario, "rubric": str(form), "acts": [*scenario["acts"], *acts]}
    file.write_text(yaml.safe_dump(written, allow_unicode=True), encoding="utf-8")
    return play(folder / "data", str(place))


def test_each_warning_of_three_windows_comes_to_its_own_end(one: Played) -> None:
    with one.desk.reading() as session:
        found = {row.matter: row for row in session.exec(select(RaisedWarning))}
        matters = {row.matter: row.state for row in session.exec(select(Matter)) if row.matter.startswith("monitoring")}
    assert matters == {"monitoring": "done", OCTOBER: "done", NOVEMBER: "done"}
    assert {matter: row.state for matter, row in found.items()} == {
        f"warning/1/{SPENDING}": "closed",
        f"warning/1/{EXHIBITIONS}": "closed",
        SLOW: "closed",
        FEW: "superseded",
        FEW_AGAIN: "closed",
    }
    assert found[f"warning/1/{EXHIBITIONS}"].days_late == 2
    assert [row.matter for row in found.values() if row.suspended_at is not None] == [SLOW]
    slow = found[SLOW]
    assert (slow.window, slow.acknowledged_at is not None, slow.lifted_at is not None) == (OCTOBER, True, True)


def test_the_clock_suspends_on_the_very_day_and_tells_both_sides(one: Played) -> None:
    with one.desk.reading() as session:
        (record,) = session.exec(select(LedgerRecord).where(col(LedgerRecord.kind) == "warning.suspended"))
        roles = session.exec(select(Alert.to_role).where(col(Alert.kind) == "suspended")).all()
    assert json.loads(record.payload) == {"due": "2021-11-17", "last_day": "2021-11-24", "matter": SLOW}
    assert record.happened_at.startswith("2021-11-24T16:00")
    assert sorted(roles) == ["filler", "performance-office"]


def test_the_year_ends_replays_and_verifies(one: Played) -> None:
    book = one.rehearsed.book
    assert not replay(one.desk.engine, book, None, one.desk.evaluators).mismatches
    assert verify(one.settings.data, (book,)).ok
    with one.desk.reading() as session:
        assert session.get_one(Department, (book, "shijing")).concluded
