"""An amendment as a person types it: a file of figures and a reason, committed before it travels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlmodel import select

from app.errors import AppError
from app.task_content import DoTask, content_of
from models.commands import Amendment
from models.projections import Task
from models.side_stores import CommittedText

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pydantic import JsonValue

    from models.commands import Content
    from tests.support.shijing import Shijing

AMEND = "self-evaluation.amend"
TASK = "shijing/self-evaluation/self-evaluation.file/1"
FIGURES = """department: 石井街道办事处
facts:
  - {input: income_variance, value: "10.0", unit: "%", origin: figure, place: 决算批复}
  - {input: self_evaluation_filed_on_time, value: yes, origin: statement, place: 自述}
results:
  - {indicator: staff-control, origin: statement, place: 编制台账, met: no}
"""


@pytest.fixture
def figures(tmp_path: Path) -> Path:
    file = tmp_path / "amended.yaml"
    file.write_text(FIGURES, encoding="utf-8")
    return file


def typed(year: Shijing, facts: Path | None, opinion: str | None) -> tuple[Content, Iterable[str]]:
    wanted = DoTask(task=TASK, login="tianbao", book=None, act=AMEND, facts=facts, opinion=opinion)
    with year.desk.reading() as session:
        task = session.get_one(Task, (year.book, "shijing", "self-evaluation", "self-evaluation.file", 1))
    return content_of(year.desk, wanted, task, AMEND, "amend/1")


def test_what_changes_is_sent_and_what_the_system_saw_itself_is_left_out(played: Shijing, figures: Path) -> None:
    content, left_out = typed(played, figures, "决算批复后更正")
    assert isinstance(content, Amendment)
    assert [set(one) & {"input", "indicator"} for name in ("facts", "results") for one in _entries(content, name)] == [
        {"input"},
        {"indicator"},
    ]
    assert _entries(content, "facts")[0]["value"] == "10.0"
    assert list(left_out) == ["绩效自评材料按时报送"]


def test_the_reason_stays_behind_and_only_its_commitment_is_sent(played: Shijing, figures: Path) -> None:
    content, _ = typed(played, figures, "决算批复后更正")
    assert isinstance(content, Amendment)
    with played.desk.reading() as session:
        kept = {one.commitment: one.text for one in session.exec(select(CommittedText))}
    assert kept[content.reason] == "决算批复后更正"
    assert "决算批复后更正" not in content.model_dump_json()


@pytest.mark.parametrize("opinion", [None, "", "  "])
def test_an_amendment_without_a_reason_is_refused_before_it_is_sent(
    played: Shijing, figures: Path, opinion: str | None
) -> None:
    with pytest.raises(AppError) as told:
        typed(played, figures, opinion)
    assert (told.value.code, told.value.params) == ("task.text-needed", {"field": "opinion"})


def test_an_amendment_without_figures_is_refused_before_it_is_sent(played: Shijing) -> None:
    with pytest.raises(AppError) as told:
        typed(played, None, "决算批复后更正")
    assert (told.value.code, told.value.params) == ("task.facts-needed", {"act": AMEND})


def _entries(content: Amendment, name: str) -> list[dict[str, JsonValue]]:
    entries = content.lists[name]
    assert isinstance(entries, list)
    return [one for one in entries if isinstance(one, dict)]
