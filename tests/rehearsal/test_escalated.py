"""A ladder that names others: who is told on the real engine of what stays overdue."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from sqlmodel import col, select

from audit.replay import replay
from audit.verifier.verify_books import verify
from models.projections import Alert
from tests.support.guides import ROOT
from tests.support.rehearsals import play

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

PHASE = "opens: 2024-09-02, due: {date: 2024-09-10}"
LADDER = "reminders: [1, 0], overdue: [0], escalation: [{days: 0, to: owner}, {days: 0, to: leadership}]"


def test_a_day_late_is_told_to_office_owner_and_leadership(tmp_path: Path) -> None:
    folder = tmp_path / "escalated"
    shutil.copytree(ROOT / "docs" / "guide" / "practice", folder)
    rubric, scenario = folder / "department.yaml", folder / "scenario.yaml"
    text = rubric.read_text(encoding="utf-8")
    assert text.count(PHASE) == 1
    rubric.write_text(text.replace(PHASE, f"{PHASE}, {LADDER}"), encoding="utf-8")
    played = scenario.read_text(encoding="utf-8")
    scenario.write_text(played.replace("docs/guide/practice/department.yaml", str(rubric)), encoding="utf-8")
    year = play(tmp_path / "played", str(folder))
    with year.desk.reading() as session:
        query = select(Alert).where(col(Alert.department) == "library", col(Alert.matter) == "monitoring")
        told = [
            (one.kind, one.days, one.to_role)
            for one in session.exec(query.order_by(col(Alert.sequence)))
            if one.act == "monitoring.file"
        ]
    assert told[:2] == [("reminder", 1, "filler"), ("reminder", 0, "filler")]
    assert sorted(told[2:]) == [("overdue", 0, role) for role in ("filler", "leadership", "performance-office")]
    assert replay(year.desk.engine, year.rehearsed.book).mismatches == ()
    assert verify(year.settings.data).ok
