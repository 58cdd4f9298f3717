"""Filing in time instead of late changes one row and nothing else."""

from __future__ import annotations

import shutil
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from app.scenario import scenario_folder
from rules.core.writing import to_data
from tests.support.rehearsals import Played, play

if TYPE_CHECKING:
    from rules.core.evaluation import RowScore

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def in_time(tmp_path_factory: pytest.TempPathFactory) -> Played:
    folder = tmp_path_factory.mktemp("scenario") / "in_time"
    shutil.copytree(scenario_folder("shijing-2021"), folder)
    file = folder / "scenario.yaml"
    text = file.read_text(encoding="utf-8")
    # The last second of the last day: a deadline includes its whole day.
    moved = text.replace("2022-03-23T17:50:00", "2022-03-18T23:58:30")
    moved = moved.replace("2021-09-03T16:10:00", "2021-09-01T23:58:30")
    assert moved.count("T23:58:30") == 2
    file.write_text(moved, encoding="utf-8")
    return play(tmp_path_factory.mktemp("in-time"), str(folder))


def _rows(played: Played) -> dict[str, RowScore]:
    return {row.id: row for row in played.result.departments[0].evaluation.rows}


def test_only_the_late_row_and_the_sums_above_it_change(shijing: Played, in_time: Played) -> None:
    late, timely = _rows(shijing), _rows(in_time)
    scores = {name for name, row in late.items() if row.score != timely[name].score}
    assert scores == {"monitoring-and-evaluation", "performance-management", "management"}
    assert timely["monitoring-and-evaluation"].score == "4.00"
    total = in_time.result.departments[0].evaluation.total
    assert Decimal(total) - Decimal(shijing.result.departments[0].evaluation.total) == 1


def test_every_other_leaf_is_equal_in_every_word(shijing: Played, in_time: Played) -> None:
    late, timely = _rows(shijing), _rows(in_time)
    differing = [name for name, row in late.items() if row.leaf and to_data(row) != to_data(timely[name])]
    assert differing == ["monitoring-and-evaluation"]


def test_nothing_was_late(in_time: Played) -> None:
    department = in_time.result.departments[0]
    assert (department.late, department.overdue) == ((), ())
