"""What a played act brings: a review's rows with their reasons, judged shares, and a filing with its claims."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest

from app.errors import AppError
from app.rehearsal.contents import Contents
from app.scenario import PlayedAct
from audit.commitment import open_text
from models.commands import Amendment, Answer, Filed, ReviewResult
from models.targets import Adjustment
from rules.core.facts import Claim
from tests.support.shijing import BOOK, DEPARTMENT, rubric_file, shijing_facts

if TYPE_CHECKING:
    from app.stage import Stage
    from models.commands import Content
    from tests.support.shijing import Shijing


@pytest.fixture
def contents(played: Shijing) -> Contents:
    facts = replace(shijing_facts(), claims=(Claim("carry-over", "2", "自评表"),))
    stage = cast("Stage", SimpleNamespace(book=played.book, desk=played.desk))
    return Contents(stage, {DEPARTMENT: rubric_file().rubric}, {DEPARTMENT: facts})


def played_act(contents: Contents, act: str, **brings: object) -> Content:
    read = PlayedAct.model_validate(
        {"at": "2022-04-12T10:00:00", "who": "a", "department": DEPARTMENT, "act": act, **brings}
    )
    return contents.of(f"request/{act}", read)


def test_a_played_filing_brings_its_reasons_for_doubts_as_commitments(contents: Contents, played: Shijing) -> None:
    reasons = {"completion-high/duties.livelihood.exhibitions": "线上展览计入"}
    filed = played_act(contents, "self-evaluation.file", reasons=reasons)
    assert isinstance(filed, Filed)
    (reason,) = filed.reasons
    assert f"{reason.code}/{reason.row}" in reasons
    with played.desk.reading() as session:
        assert open_text(session, BOOK, reason.reason).text == "线上展览计入"


def test_a_played_adjustment_brings_whole_targets_with_their_new_values(contents: Contents, played: Shijing) -> None:
    wanted = {"targets": [{"indicator": "exhibitions", "target": "100"}], "document": "石办〔2021〕15号"}
    adjusted = played_act(contents, "adjustment.file", **wanted, opinion="原目标偏低")
    assert isinstance(adjusted, Adjustment)
    (target,) = cast("list[dict[str, str]]", adjusted.lists["indicators"])
    assert (target["target"], target["comparator"], target["origin"]) == ("100", ">=", "scenario")
    assert adjusted.document == "石办〔2021〕15号"
    with played.desk.reading() as session:
        assert open_text(session, BOOK, adjusted.reason).text == "原目标偏低"


@pytest.mark.parametrize(
    ("act", "brings", "code"),
    [
        ("adjustment.file", {"targets": [{"indicator": "parades", "target": "1"}]}, "scenario.no-such-target"),
        ("collection.ask", {}, "scenario.nothing-asked"),
    ],
)
def test_what_an_act_cannot_bring_is_refused_with_its_department(
    contents: Contents, act: str, brings: dict[str, object], code: str
) -> None:
    with pytest.raises(AppError) as told:
        played_act(contents, act, **brings)
    assert (told.value.code, told.value.params["department"]) == (code, DEPARTMENT)


def test_a_played_review_scores_rows_and_keeps_each_reason(contents: Contents) -> None:
    rows = [{"row": "funds", "score": "12", "reason": "无据可查"}, {"row": "carry-over", "score": "1", "reason": "少"}]
    review = played_act(contents, "review.conclude", rows=rows)
    assert isinstance(review, ReviewResult)
    assert [(row.row, row.score) for row in review.rows] == [("funds", "12"), ("carry-over", "1")]
    with contents.stage.desk.reading() as session:
        assert [open_text(session, BOOK, row.reason).text for row in review.rows] == ["无据可查", "少"]


def test_a_played_self_evaluation_files_the_claims_of_its_file_and_the_targets_do_not(contents: Contents) -> None:
    filed, targets = (played_act(contents, act) for act in ("self-evaluation.file", "targets.file"))
    assert isinstance(filed, Filed)
    assert filed.lists["claims"] == [{"row": "carry-over", "score": "2", "place": "自评表"}]
    assert isinstance(targets, Filed)
    assert set(targets.lists) == {"tasks", "indicators"}


def test_a_played_result_brings_the_judged_share_with_its_basis_only_where_it_has_one(contents: Contents) -> None:
    judged = {"indicator": "order", "share": "85%", "basis": "现场核查十处"}
    amendment = played_act(contents, "self-evaluation.amend", opinion="改", results=[judged, {"indicator": "roads"}])
    assert isinstance(amendment, Amendment)
    results: Any = amendment.lists["results"]
    assert (results[0]["share"], results[0]["basis"]) == ("85%", "现场核查十处")
    assert not {"share", "basis"} & set(results[1])


def test_a_played_return_brings_its_opinion(contents: Contents) -> None:
    answer = played_act(contents, "self-evaluation.return", opinion="请补实际完成值")
    assert isinstance(answer, Answer)
    with contents.stage.desk.reading() as session:
        assert open_text(session, BOOK, answer.opinion or "").text == "请补实际完成值"
