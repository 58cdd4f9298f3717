"""The invented district: a rubric that was written after the guide alone lives without a line of Python."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.support.command_line import CommandLine

if TYPE_CHECKING:
    from pathlib import Path

    from tests.docs.conftest import Documents

FOLDER = "docs/guide/example-district"
SHAPES = ("piecewise", "steps", "checklist", "judged", "indicators", "incidents")
METRICS = ("value", "ratio", "pace", "share_met", "growth", "mean")
RESULTS = ("full", "zero", "proportional", "points 2.5", "share 50%")


@pytest.fixture
def jixiao(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> CommandLine:
    return CommandLine(monkeypatch, tmp_path)


@pytest.fixture
def rubric(documents: Documents) -> Path:
    return documents.root / FOLDER / "department.yaml"


def test_the_invented_district_has_no_fault_and_all_its_cases_come_out(jixiao: CommandLine, rubric: Path) -> None:
    assert jixiao("rubric", "check", rubric).code == 0
    tested = jixiao("rubric", "test", rubric)
    assert tested.code == 0
    assert re.search(r"(\d\d) cases passed, 0 failed", tested.out)


def test_the_invented_district_uses_every_shape_metric_and_result(rubric: Path) -> None:
    text = rubric.read_text(encoding="utf-8")
    assert [key for key in (*SHAPES, *METRICS) if f"{key}: " not in text and f"{key}:\n" not in text] == []
    assert [result for result in RESULTS if f"result: {result}" not in text] == []
    assert all(f"\n{key}:" in text for key in ("applies", "adjust", "checks", "monitoring", "phases"))


def test_the_invented_district_can_be_read_beside_its_document(jixiao: CommandLine, rubric: Path) -> None:
    shown = jixiao("rubric", "show", rubric).out
    clauses = re.findall(r"text: ([^,}]+)", rubric.read_text(encoding="utf-8").partition("\nchecks:")[0])
    assert len(clauses) > 12
    assert [clause for clause in clauses if clause not in shown] == []


def test_a_fault_planted_in_the_invented_district_is_named_with_its_line(
    jixiao: CommandLine, rubric: Path, tmp_path: Path
) -> None:
    text = rubric.read_text(encoding="utf-8")
    planted = tmp_path / "department.yaml"
    planted.write_text(text.replace('when: "(5%, 15%]"', 'when: "(6%, 15%]"'), encoding="utf-8")
    # The place of a gap is the list of bands, two lines above the band whose bound was moved.
    line = text.partition('when: "(5%, 15%]"')[0].count("\n") - 1
    ran = jixiao("rubric", "check", planted)
    assert ran.code == 1
    assert f"{planted}:{line}:" in ran.out + ran.err
    assert "belongs to no band" in ran.out + ran.err


def test_every_shipped_guide_rubric_is_scored_as_its_cases_say(jixiao: CommandLine, documents: Documents) -> None:
    found = sorted((documents.root / "docs").rglob("*.cases.yaml"))
    assert len(found) == 2
    for cases in found:
        assert jixiao("rubric", "test", cases.with_name(cases.name.replace(".cases", ""))).code == 0
