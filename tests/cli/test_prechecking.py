"""`jixiao task prefill | precheck | show`, `draft show --score`, and the reasons that others see afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlmodel import col, select

from app.task_content import DoTask, content_of
from app.tasks import find_task
from models.commands import Deed, Filed
from models.inbox import InboxRequest
from models.side_stores import CommittedText
from tests.support.doubted_year import DOUBTED, WORDS, it_is, reasoned
from tests.support.refusals import refused
from tests.support.shijing import BOOK, DEPARTMENT, local

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.command_line import CommandLine
    from tests.support.shijing import Shijing

SCORING = "self-evaluation"
ACT = "self-evaluation.file"
TASK = "shijing/self-evaluation/self-evaluation.file/1"


@pytest.fixture
def year(shijing: Shijing, monkeypatch: pytest.MonkeyPatch) -> Shijing:
    """The self-evaluation is open on the tenth of March 2022."""
    shijing.play(until=ACT)
    it_is(monkeypatch, 2022, 3, 10)
    return shijing


@pytest.mark.usefixtures("year")
def test_a_precheck_shows_score_reasons_and_doubts_and_passes_what_could_be_filed(
    jixiao: CommandLine, facts: Path
) -> None:
    ran = jixiao("task", "precheck", DEPARTMENT, "--facts", facts)
    assert (ran.code, ran.err) == (0, "")
    assert "Rule score 91.25 (covers 100 points" in ran.out
    assert "96%: scored in proportion" in ran.out
    assert "completion-high/duties.livelihood.exhibitions  公益性展览宣传与社区居民活动次数: far above" in ran.out
    assert "    112 ÷ 15 = 746.66666666…% > 120%\n" in ran.out
    assert "Nothing stands in the way of filing this." in ran.out


@pytest.mark.usefixtures("year")
def test_for_programs_the_same_with_every_figure_as_text(jixiao: CommandLine, facts: Path) -> None:
    told = jixiao("task", "precheck", DEPARTMENT, "--facts", facts, "--json").document
    assert (told["book"], told["source"], told["blocked"], told["missing"], told["faults"]) == (
        BOOK, "given", False, [], [],
    )  # fmt: skip
    assert told["score"]["total"] == "91.25"
    assert [f"{one['code']}/{one['row']}" for one in told["doubts"]] == list(DOUBTED)
    assert {one["reason"] for one in told["doubts"]} == {None}
    assert told["doubts"][0]["figures"][0]["value"] == "98.22"


def spent_below_zero(facts: Path, tmp_path: Path) -> tuple[Path, int]:
    """The facts with a figure that cannot be used, and its line."""
    broken = tmp_path / "broken.yaml"
    text = facts.read_text(encoding="utf-8")
    broken.write_text(
        text.replace('{input: annual_spent, value: "', '{input: annual_spent, value: "-'), encoding="utf-8"
    )
    line = next(n for n, one in enumerate(text.splitlines(), 1) if "annual_spent" in one)
    return broken, line


@pytest.mark.usefixtures("year")
def test_what_cannot_be_filed_ends_with_the_code_of_a_refusal_and_names_its_line(
    jixiao: CommandLine, facts: Path, tmp_path: Path
) -> None:
    broken, line = spent_below_zero(facts, tmp_path)
    ran = jixiao("task", "precheck", DEPARTMENT, "--facts", broken)
    assert ran.code == 1
    assert f"Blocks: {broken}:{line}:" in ran.out
    assert "This cannot be filed yet." in ran.out


@pytest.mark.usefixtures("year")
def test_a_prefilled_file_goes_to_a_file_or_to_standard_output_and_names_what_is_missing(
    jixiao: CommandLine, tmp_path: Path
) -> None:
    file = tmp_path / "prefilled.yaml"
    ran = jixiao("task", "prefill", DEPARTMENT, "--out", file)
    assert (ran.code, ran.out) == (0, "")
    assert str(file) in ran.err
    assert jixiao("task", "prefill", DEPARTMENT).out == file.read_text(encoding="utf-8")
    told = jixiao("task", "precheck", DEPARTMENT, "--facts", file, "--json")
    assert told.code == 1
    assert "annual_spent" in {one["id"] for one in told.document["missing"]}


def test_what_stands_filed_is_shown_with_its_reasons_to_department_bureau_and_auditor(
    jixiao: CommandLine, year: Shijing
) -> None:
    filed = reasoned(year, year.filing(ACT), DOUBTED[3])
    record = year.act(SCORING, ACT, filed, "filler", local("2022-03-10")).sequence
    assert f"    reason: {WORDS}\n" in jixiao("task", "show", DEPARTMENT).out
    assert f"    reason: {WORDS}\n" in jixiao("task", "scores", DEPARTMENT).out
    (found,) = jixiao("task", "scores", DEPARTMENT, "--json").document["scores"]
    assert [one["reason"] for one in found["doubts"]] == [None, None, None, WORDS]
    explained = jixiao("audit", "explain", str(record), BOOK, "--json").document
    assert explained["why"]["said"] == [{"field": f"content.reasons.{DOUBTED[3]}.reason", "text": WORDS}]


@pytest.mark.usefixtures("year")
def test_before_anything_is_prepared_there_is_nothing_to_show(jixiao: CommandLine) -> None:
    ran = jixiao("task", "show", DEPARTMENT)
    assert (ran.code, ran.out) == (1, "")
    assert "precheck a file with jixiao task precheck --facts" in ran.err


@pytest.mark.usefixtures("year")
def test_a_saved_draft_shows_its_score(jixiao: CommandLine, facts: Path) -> None:
    assert jixiao("draft", "save", TASK, facts, "--as", "tianbao").code == 0
    ran = jixiao("draft", "show", TASK, "--as", "tianbao", "--score")
    assert (ran.code, ran.err) == (0, "")
    assert "Rule score 91.25" in ran.out
    told = jixiao("draft", "show", TASK, "--as", "tianbao", "--score", "--json").document
    assert told["score"]["total"] == "91.25"


# -- reasons as they are typed ----------------------------------------------------------------------------------------


def typed(year: Shijing, facts: Path, *reasons: str, act: str = ACT) -> dict[str, str]:
    """The reasons that would be sent, by the doubt; each as the words behind its commitment."""
    wanted = DoTask(task=TASK, login="tianbao", book=None, facts=facts, reasons=reasons)
    with year.desk.reading() as session:
        _, task = find_task(session, None, TASK)
    content, _ = content_of(year.desk, wanted, task, act, "key/1")
    assert isinstance(content, Filed)
    return {f"{one.code}/{one.row}": _words(year, one.reason) for one in content.reasons}


def _words(year: Shijing, commitment: str) -> str:
    with year.desk.reading() as session:
        return session.get_one(CommittedText, commitment).text or ""


def test_a_reason_for_a_code_is_one_for_each_of_its_doubts_and_one_for_a_row_goes_before_it(
    year: Shijing, facts: Path
) -> None:
    said = typed(year, facts, "sum-differs=口径不同", "sum-differs/office-costs=年中调整", "completion-high=超额完成")
    assert said == {
        "sum-differs/office-costs": "年中调整",
        "sum-differs/three-public-costs": "口径不同",
        "sum-differs/monitoring-plan-year": "口径不同",
        "completion-high/duties.livelihood.exhibitions": "超额完成",
    }


@pytest.mark.parametrize(
    ("option", "code"),
    [
        ("sum-differs", "task.malformed-option"),
        ("=x", "task.malformed-option"),
        ("sum-differs/=x", "task.malformed-option"),
        ("sum-differs=", "task.text-needed"),
        ("sum-differ=x", "precheck.no-doubt"),
        ("sum-differs/carry-over=x", "precheck.no-doubt"),
    ],
)
def test_a_reason_that_fits_no_doubt_is_refused(year: Shijing, facts: Path, option: str, code: str) -> None:
    with refused(year.desk, code):
        typed(year, facts, option)


def test_what_is_typed_waits_with_its_reasons_as_commitments(year: Shijing, jixiao: CommandLine, facts: Path) -> None:
    do = ("task", "do", TASK, "--as", "tianbao", "--facts", facts)
    ran = jixiao(*do, "--reason", f"{DOUBTED[3]}={WORDS}")
    assert (ran.code, ran.err) == (0, "")
    with year.desk.reading() as session:
        (waiting,) = session.exec(select(InboxRequest).where(col(InboxRequest.act) == ACT))
    deed = Deed.model_validate_json(waiting.content)
    assert isinstance(deed.content, Filed)
    assert [_words(year, one.reason) for one in deed.content.reasons] == [WORDS]
    assert WORDS not in waiting.content


@pytest.mark.usefixtures("year")
def test_a_reason_for_figures_that_cannot_be_used_is_refused_at_the_figures_line(
    jixiao: CommandLine, facts: Path, tmp_path: Path
) -> None:
    broken, line = spent_below_zero(facts, tmp_path)
    ran = jixiao("task", "do", TASK, "--as", "tianbao", "--facts", broken, "--reason", "over-hundred=x")
    assert (ran.code, ran.out) == (1, "")
    assert f"{broken}:{line}:" in ran.err


def test_an_act_that_takes_no_reasons_says_so(year: Shijing, facts: Path) -> None:
    with refused(year.desk, "precheck.unasked"):
        typed(year, facts, "sum-differs=x", act="self-evaluation.amend")
