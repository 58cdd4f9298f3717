"""Two scorings side by side: every leaf that came out otherwise is named, and no other."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest

from rules.core.change import AdjustmentChange, RowChange, changed_adjustments, changed_rows
from rules.core.facts import Result
from rules.core.writing import to_data
from tests.rules.core.sample import facts, scored, with_result

if TYPE_CHECKING:
    from rules.core.facts import Facts

Row = dict[str, object]

MET = with_result(
    with_result(facts(), Result("waiting", "figure", "", actual="30", unit="天")),
    Result("shows", "figure", "", actual="15", unit="场"),
)


def rows(given: Facts) -> list[Row]:
    """The rows as a book stores them."""
    data = to_data(scored(given))
    assert isinstance(data, dict)
    return cast("list[Row]", data["rows"])


def row(**changes: object) -> Row:
    plain: Row = {
        "id": "speed",
        "name": "进度",
        "leaf": True,
        "score": "1.50",
        "rules": ["speed/slow"],
        "basis": "recomputed",
        "state": "decided",
        "arithmetic": "75% × 2 = 1.5",
        "figures": [{"input": "speed", "value": "75"}],
        "claimed": None,
        "evidence": ["凭证"],
    }
    return {**plain, **changes}


def test_two_equal_scorings_differ_in_nothing() -> None:
    assert changed_rows(rows(MET), rows(MET)) == ()


def test_one_other_result_changes_its_leaf_and_no_group_is_listed() -> None:
    fewer = with_result(MET, Result("shows", "figure", "", actual="9", unit="场"))
    before, after = rows(MET), rows(fewer)
    changed = changed_rows(before, after)
    differing = [str(one["id"]) for one, other in zip(before, after, strict=True) if one != other]
    leaves = {str(one["id"]) for one in before if one["leaf"]}
    assert [one.row for one in changed] == [name for name in differing if name in leaves]
    assert len(differing) > len(changed) > 0
    shows = next(one for one in changed if one.row.endswith("shows"))
    assert shows.before != shows.after


def test_a_change_tells_both_scores_both_rules_and_the_new_arithmetic() -> None:
    after = row(score="2.00", rules=["speed/fast", "speed/early"], arithmetic="100% ⇒ 2")
    assert changed_rows([row()], [after]) == (
        RowChange("speed", "进度", "1.50", "2.00", ("speed/slow",), ("speed/fast", "speed/early"), "100% ⇒ 2"),
    )


@pytest.mark.parametrize(
    "other",
    [
        {"score": "1.51"},
        {"score": "1.5"},
        {"rules": ["speed/late"]},
        {"basis": "stated"},
        {"state": "undecided"},
        {"arithmetic": "75.0% × 2 = 1.5"},
        {"figures": [{"input": "speed", "value": "75.0"}]},
    ],
    ids="-".join,
)
def test_a_row_that_came_to_its_score_otherwise_has_changed(other: Row) -> None:
    (changed,) = changed_rows([row()], [row(**other)])
    assert (changed.before, changed.after) == ("1.50", other.get("score", "1.50"))


def test_words_that_decide_nothing_are_no_change() -> None:
    assert changed_rows([row()], [row(name="速度", evidence=[])]) == ()


def test_a_claim_that_became_another_is_a_change_that_names_both() -> None:
    (changed,) = changed_rows([row(claimed="2")], [row(claimed="1.8")])
    assert (changed.before, changed.after) == ("1.50", "1.50")
    assert (changed.claimed_before, changed.claimed_after) == ("2", "1.8")


def test_of_a_group_only_another_claim_is_told() -> None:
    group = row(id="money", leaf=False, score=None)
    assert changed_rows([group], [row(id="money", leaf=False, score="3")]) == ()
    (changed,) = changed_rows([group], [{**group, "claimed": "3"}])
    assert (changed.row, changed.claimed_before, changed.claimed_after) == ("money", None, "3")


def test_a_row_that_becomes_decided_has_no_score_before() -> None:
    (changed,) = changed_rows([row(score=None, rules=[], state="undecided")], [row()])
    assert (changed.before, changed.after, changed.rules_before) == (None, "1.50", ())


def test_a_row_that_becomes_undecided_has_no_score_after() -> None:
    (changed,) = changed_rows([row()], [row(score=None, rules=[], state="undecided")])
    assert (changed.before, changed.after, changed.rules_after) == ("1.50", None, ())


def test_a_row_that_was_not_there_before_starts_from_nothing() -> None:
    (changed,) = changed_rows([], [row()])
    assert (changed.before, changed.rules_before, changed.after) == (None, (), "1.50")


def test_changes_stand_in_the_order_of_the_later_scoring() -> None:
    one, two = row(id="one"), row(id="two")
    later = [row(id="two", score="0"), row(id="one", score="1")]
    assert [changed.row for changed in changed_rows([one, two], later)] == ["two", "one"]


def seen(value: str, place: str, origin: str = "witnessed") -> Row:
    return row(figures=[{"input": "filed_on_time", "value": value, "origin": origin, "place": place}])


def test_what_the_system_saw_is_compared_by_its_answer_and_not_by_the_day_on_which_it_looked() -> None:
    assert changed_rows([seen("yes", "b#41@2022-03-18")], [seen("yes", "b#41,50@2022-04-02")]) == ()
    (changed,) = changed_rows([seen("yes", "b#41@2022-03-18")], [seen("no", "b#41@2022-03-18")])
    assert changed.row == "speed"


def test_a_filed_figure_from_another_place_is_a_change() -> None:
    assert len(changed_rows([seen("75", "p. 1", "figure")], [seen("75", "p. 2", "figure")])) == 1


def _adjustment(change: str | None, *rules: str) -> Row:
    return {"id": "late", "name": "迟报", "rules": list(rules), "change": change, "arithmetic": f"{change}"}


def test_an_adjustment_that_only_one_scoring_has_added_nothing_in_the_other() -> None:
    told = AdjustmentChange("late", "迟报", "0", "-2", (), ("late/yes",), "-2")
    assert changed_adjustments([], [_adjustment("-2", "late/yes")]) == (told,)
    (gone,) = changed_adjustments([_adjustment("-2", "late/yes")], [])
    assert (gone.before, gone.after, gone.rules_after) == ("-2", "0", ())


def test_an_adjustment_that_became_undecided_is_no_zero() -> None:
    (change,) = changed_adjustments([_adjustment("0", "late/no")], [_adjustment(None)])
    assert (change.before, change.after) == ("0", None)


def test_the_same_adjustment_is_no_change() -> None:
    assert changed_adjustments([_adjustment("-2", "late/yes")], [_adjustment("-2", "late/yes")]) == ()


def test_a_row_that_only_the_earlier_scoring_has_is_told_at_the_end() -> None:
    before, after = [row(id="gone", name="旧项", claimed="2"), row()], [row(score="1.00")]
    assert changed_rows(before, after) == (
        RowChange("speed", "进度", "1.50", "1.00", ("speed/slow",), ("speed/slow",), "75% × 2 = 1.5"),
        RowChange("gone", "旧项", "1.50", None, ("speed/slow",), (), "", "2", None),
    )


def test_a_group_that_is_gone_is_told_by_its_rows_alone() -> None:
    assert changed_rows([row(id="gone", leaf=False), row()], [row()]) == ()
