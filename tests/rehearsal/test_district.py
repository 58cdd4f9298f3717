"""A made-up district in one book: every score as computed from the facts, every record as counted from the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlmodel import col, func, select

from audit.replay import replay
from audit.verifier.verify_books import verify
from bench.district import District, write_district
from models.ledger import LedgerRecord
from tests.support.rehearsals import Played, play

if TYPE_CHECKING:
    from pathlib import Path

    from app.rehearsal.result import DepartmentResult
    from bench.planned_year import PlannedDepartment
    from rules.core.evaluation import Evaluation

pytestmark = pytest.mark.slow

SEED = 20_211_231


def test_ten_made_up_departments_end_as_planned(tmp_path: Path) -> None:
    district = write_district(tmp_path / "scenario", 10, SEED)
    _require_as_planned(play(tmp_path / "data", str(district.folder)), district)


@pytest.mark.soak
@pytest.mark.parametrize("departments", [100, 200])
def test_a_whole_made_up_district_ends_as_planned(tmp_path: Path, departments: int) -> None:
    district = write_district(tmp_path / "scenario", departments, SEED)
    _require_as_planned(play(tmp_path / "data", str(district.folder), apart=True), district)


def test_a_district_shows_every_turn_that_a_year_can_take(tmp_path: Path) -> None:
    district = write_district(tmp_path / "scenario", 30, SEED)
    acts = [[str(act["act"]) for act in one.acts] for one in district.departments]
    for act in ("targets.return", "monitoring.return", "self-evaluation.amend", "warning.answer", "finding.answer"):
        assert 0 < sum(act in own for own in acts) < len(acts), act
    assert any(own.count("review.conclude") == 2 for own in acts)
    warned = [own for one, own in zip(district.departments, acts, strict=True) if one.warnings]
    assert any("warning.answer" not in own for own in warned)
    assert len({one.expected.total for one in district.departments}) > 25


def test_the_same_seed_draws_the_same_district(tmp_path: Path) -> None:
    one, other = (write_district(tmp_path / name, 3, SEED) for name in ("one", "other"))
    assert one.departments == other.departments


def _require_as_planned(played: Played, district: District) -> None:
    for planned, found in zip(district.departments, played.result.departments, strict=True):
        _require_scored_as_planned(planned, found)
    assert _records(played) == {None: 5} | {one.id: one.records for one in district.departments}
    assert played.result.records == district.records
    report = verify(played.settings.data)
    assert report.ok, report.first
    assert replay(played.desk.engine, played.rehearsed.book).mismatches == ()


def _require_scored_as_planned(planned: PlannedDepartment, found: DepartmentResult) -> None:
    assert found.id == planned.id
    assert _rows(found.evaluation) == _rows(planned.expected)
    assert (found.evaluation.total, found.evaluation.grade) == (planned.expected.total, planned.expected.grade)
    newest = {warning.matter for warning in found.warnings if warning.state != "superseded"}
    assert newest == planned.warnings


def _rows(evaluation: Evaluation) -> list[tuple[str, str | None, tuple[str, ...]]]:
    return [(row.id, row.score, row.rules) for row in evaluation.rows]


def _records(played: Played) -> dict[str | None, int]:
    with played.desk.reading() as session:
        query = select(LedgerRecord.subject_department, func.count()).group_by(col(LedgerRecord.subject_department))
        return dict(session.exec(query).all())
