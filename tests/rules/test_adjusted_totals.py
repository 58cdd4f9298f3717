"""What is done to a total after the sum: penalties, then the cap."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rules.comparison import Published, PublishedTotal, compare
from rules.core.evaluation import Reason
from rules.core.facts import Claim
from rules.core.missing import missing_inputs
from rules.core.numbers import exact
from rules.core.reading import read_evaluation, read_facts
from rules.core.review import ReviewError, final_score
from rules.core.writing import to_data
from tests.rules.core.vectors_of_shapes import cases
from tests.rules.form import came, facts
from tests.rules.scored_form import RUBRIC, scored


def test_no_claim_stands_in_for_what_a_penalty_or_the_cap_rests_on() -> None:
    given = facts("spent", "roads")
    claimed = replace(given, claims=(Claim("output", "20", "自评表"),))
    assert missing_inputs(RUBRIC, given) == missing_inputs(RUBRIC, claimed) == ("spent", "results/roads")


def test_penalties_come_before_the_cap_and_both_say_why() -> None:
    given = facts(spent="75", control_rate="99", office_spent="50", results=(came("roads", "39"),))
    evaluation = scored(given)
    assert [(each.id, each.change, each.arithmetic) for each in evaluation.adjustments] == [
        ("drift", "-2", "93.71 − 2 = 91.71"),
        ("mismatch", "-1", "91.71 − 1 = 90.71"),
        ("adjust/cap", "-1.71", "min(89, 90.71) = 89"),
    ]
    assert (evaluation.total, evaluation.grade) == ("89.00", "良")
    assert evaluation.adjustments[0].rules == ("output/roads/over-completion",)
    assert evaluation.adjustments[0].clause == "偏离扣2分"
    assert evaluation.adjustments[2].reason == Reason("capped", {"metric": "75%", "most": "89"})


def test_what_is_done_to_the_total_leaves_no_grade_while_it_is_open() -> None:
    for without in ("spent", "control_rate"):
        evaluation = scored(facts(without))
        assert evaluation.grade is None
        assert all(each.score is not None for each in evaluation.rows)
        assert [each.change for each in evaluation.adjustments].count(None) == 1


def test_a_penalty_never_takes_more_than_there_is() -> None:
    evaluation = scored(cases()["not below nothing"])
    assert (evaluation.total, evaluation.adjustments[0].change) == ("0.00", "0")
    assert evaluation.adjustments[0].arithmetic == "max(0, 0 − 1) = 0"


def test_an_evaluation_with_adjustments_reads_back_and_one_without_does_not_name_them() -> None:
    evaluation = scored(facts(spent="75"))
    assert read_evaluation(to_data(evaluation)) == evaluation
    data = to_data(replace(evaluation, adjustments=()))
    assert isinstance(data, dict)
    assert "adjustments" not in data
    assert read_facts(to_data(facts())) == facts()


def test_a_review_computes_penalties_and_cap_anew() -> None:
    data = to_data(scored(facts(spent="75", control_rate="99", office_spent="50")))
    assert isinstance(data, dict)
    changed = final_score(RUBRIC, data["rows"], {"rules": "30"}, data["adjustments"])
    assert (changed.total, changed.grade) == ("81.91", "良")
    assert final_score(RUBRIC, data["rows"], {}, data["adjustments"]).total == "89.00"
    broke = final_score(RUBRIC, data["rows"], dict.fromkeys(above_zero(data["rows"]), "0"), data["adjustments"])
    assert broke.total == "0.00"


def above_zero(rows: list[dict[str, object]]) -> list[str]:
    return [str(each["id"]) for each in rows if each["leaf"] and exact(str(each["score"])) > 0]


def test_a_review_waits_for_an_adjustment_that_is_open() -> None:
    data = to_data(scored(facts("spent")))
    assert isinstance(data, dict)
    with pytest.raises(ReviewError) as caught:
        final_score(RUBRIC, data["rows"], {}, data["adjustments"])
    assert caught.value.code == "review.incomplete"
    assert caught.value.problems[-1].params == {"row": "adjust/cap", "name": "按执行率封顶"}


def test_a_published_total_is_compared_after_the_adjustments() -> None:
    published = Published(RUBRIC.id, "表", PublishedTotal("100", "89", "良", "recomputed"), ())
    given = facts(spent="75", control_rate="99", office_spent="50")
    assert compare(scored(given), published).total.computed == "89/1"
    assert compare(scored(facts("spent")), published).total.computed is None
