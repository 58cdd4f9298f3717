from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rules.core.evaluation import Reason, Remark
from rules.core.facts import Facts, Result
from tests.rules.core.sample import SAMPLE, facts, scored, with_result

if TYPE_CHECKING:
    from rules.core.rubric import Rubric

ALL_MET = with_result(
    with_result(facts(), Result("waiting", "figure", "", actual="30", unit="天")),
    Result("shows", "figure", "", actual="15", unit="场"),
)


def remarks(given: Facts, by: Rubric = SAMPLE) -> dict[str, Remark]:
    return {each.id: each for each in scored(given, by).remarks}


def test_bonus_points_inside_the_full_marks_are_named() -> None:
    assert remarks(ALL_MET) == {
        "bonus-inside": Remark(
            "bonus-inside", ("honours",), Reason("bonus-inside", {"points": "10", "attainable": "90"})
        )
    }


def test_figures_that_do_not_agree_are_named_with_their_difference() -> None:
    params = {"id": "pair", "check": "两率相符", "left": "95.25%", "right": "100%", "difference": "-4.75%"}
    differs = remarks(facts(control="98.22", variance_rate="2.97"))["check-differs"]
    assert differs == Remark("check-differs", ("variance",), Reason("check-differs", params))


def test_figures_that_are_not_filed_are_no_contradiction() -> None:
    assert "check-differs" not in remarks(facts("control"))


def test_a_target_far_exceeded_is_named_with_its_rate() -> None:
    over = remarks(facts())["over-completion"]
    assert over.rows == ("duties.culture.shows",)
    assert over.reason.params == {"id": "shows", "indicator": "展览场次", "rate": "746.67%"}


def test_one_cause_that_costs_points_twice_is_named() -> None:
    twice = remarks(facts())["charged-twice"]
    assert twice.rows == ("duties.culture.waiting", "share")


def test_an_indicator_without_points_of_its_own_is_charged_once() -> None:
    given = replace(facts(), indicators=tuple(
        replace(each, points={"waiting": "0", "shows": "30"}.get(each.id, each.points)) for each in facts().indicators
    ))  # fmt: skip
    assert "charged-twice" not in remarks(given)


def test_an_indicator_that_does_not_apply_and_costs_points_is_named() -> None:
    given = with_result(ALL_MET, Result("order", "statement", "", applies="no"))
    assert remarks(given)["not-applicable-zero"].rows == ("duties.office.order",)
    assert remarks(given)["charged-twice"].rows == ("duties.office.order", "share")


def test_a_rubric_that_gives_full_marks_for_it_makes_no_remark() -> None:
    given = with_result(ALL_MET, Result("order", "statement", "", applies="no"))
    duties, honours = SAMPLE.rows[1].rows
    assert duties.indicators is not None
    generous = replace(duties, indicators=replace(duties.indicators, not_applicable="full"))
    by = replace(SAMPLE, rows=(SAMPLE.rows[0], replace(SAMPLE.rows[1], rows=(generous, honours))))
    assert set(remarks(given, by)) == {"bonus-inside"}
