from __future__ import annotations

from pathlib import Path

import pytest

from rules.rubric_file import RubricFile, load_rubric

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def rubric_path() -> Path:
    return ROOT / "rules/rubrics/guangzhou-baiyun/2021/department.yaml"


@pytest.fixture(scope="session")
def rubric_text(rubric_path: Path) -> str:
    return rubric_path.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def department(rubric_path: Path) -> RubricFile:
    return load_rubric(rubric_path)


@pytest.fixture(scope="session")
def scenario() -> Path:
    return ROOT / "scenarios/shijing_2021"
