"""A judgement filed as two days, typed: precheck and score count it, the filing scores it, the book explains it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.task_content import DoTask, content_of
from app.tasks import find_task
from tests.support.clocked import ANNOUNCED, PUBLISHED, Clocked, facts_with, with_clocks
from tests.support.doubted_year import it_is
from tests.support.shijing import BOOK, DEPARTMENT, local

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.command_line import CommandLine
    from tests.support.templates import Templates

SCORING = "self-evaluation"
ACT = "self-evaluation.file"
TASK = "shijing/self-evaluation/self-evaluation.file/1"
LATE = "2021-10-08/2021-10-29"
# Over the holidays of October 2021, with two days worked in their place.
OVER_HOLIDAYS = "2021-09-24/2021-10-13"
WHY = "[20-calendar from=2021-10-08 done=2021-10-29 due=2021-10-28 late=1]"

SAID = f"counted: 部门预决算在规定时限内公开 = no (二、（二）1.（3）① {WHY})"


@pytest.fixture
def year(data: Path, templates: Templates, monkeypatch: pytest.MonkeyPatch) -> Iterator[Clocked]:
    """The self-evaluation is open on the tenth of March 2022, under a rubric with clocks."""
    taken = templates.take(Clocked, ACT, data)
    it_is(monkeypatch, 2022, 3, 10)
    yield taken
    taken.desk.engine.dispose()


@pytest.fixture
def days(facts: Path, tmp_path: Path) -> Path:
    """The published figures, two of the judgements given as days; the one is late, the other in time."""
    return facts_with(facts, tmp_path / "days.yaml", **{PUBLISHED: LATE, ANNOUNCED: OVER_HOLIDAYS})


def test_days_are_prechecked_filed_shown_verified_and_replayed(jixiao: CommandLine, year: Clocked, days: Path) -> None:
    ran = jixiao("task", "precheck", DEPARTMENT, "--facts", days)
    assert (ran.code, ran.err) == (0, "")
    assert "Rule score 90.25" in ran.out
    assert SAID in ran.out
    year.act(SCORING, ACT, _content(year, days), "filler", local("2022-03-10"))
    told = jixiao("task", "scores", DEPARTMENT, "--json").document
    counted = {one["input"]: one["value"] for one in told["scores"][0]["counted"]}
    assert counted == {PUBLISHED: "no", ANNOUNCED: "yes"}
    assert SAID in jixiao("task", "scores", DEPARTMENT).out
    assert jixiao("audit", "replay", BOOK).code == 0
    assert jixiao("audit", "verify").code == 0
    assert f'value: "{LATE}"' in jixiao("task", "prefill", DEPARTMENT).out


@pytest.mark.usefixtures("year")
def test_days_that_cannot_be_counted_are_named_with_their_line(
    jixiao: CommandLine, facts: Path, tmp_path: Path
) -> None:
    wrong = facts_with(facts, tmp_path / "wrong.yaml", **{PUBLISHED: "2021-10-08/2021-09-29"})
    text = wrong.read_text(encoding="utf-8").splitlines()
    line = next(number for number, one in enumerate(text, 1) if PUBLISHED in one)
    ran = jixiao("task", "precheck", DEPARTMENT, "--facts", wrong)
    assert ran.code == 1
    assert f"Blocks: {wrong}:{line}:" in ran.out
    assert "was done on 2021-09-29, before it began on 2021-10-08" in ran.out


@pytest.mark.usefixtures("year")
def test_an_empty_place_says_that_it_may_be_two_days(jixiao: CommandLine) -> None:
    assert "may be filed as two days: in time within 20 calendar days" in jixiao("task", "prefill", DEPARTMENT).out


def test_without_a_book_days_are_counted_by_the_announced_calendar(
    jixiao: CommandLine, rubric: Path, days: Path, tmp_path: Path
) -> None:
    clocked = tmp_path / "clocked.yaml"
    clocked.write_text(with_clocks(rubric.read_text(encoding="utf-8")), encoding="utf-8")
    assert jixiao("rubric", "check", clocked).code == 0
    assert "in time within 10 working days" in jixiao("rubric", "show", clocked).out
    told = jixiao("score", "--rubric", clocked, days, "--json").document["counted"]
    assert {one["input"]: one["value"] for one in told} == {PUBLISHED: "no", ANNOUNCED: "yes"}
    explained = jixiao("score", "--rubric", clocked, days, "--explain").out
    assert f"= no (counted by the system from two days, 二、（二）1.（3）① {WHY})" in explained


def _content(year: Clocked, days: Path) -> object:
    wanted = DoTask(task=TASK, login="tianbao", book=None, facts=days)
    with year.desk.reading() as session:
        _, task = find_task(session, None, TASK)
    return content_of(year.desk, wanted, task, ACT, "key/1")[0]
