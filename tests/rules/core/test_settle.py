from __future__ import annotations

from dataclasses import replace

import pytest

from rules.core.evaluation import Reason, Unfired
from rules.core.facts import Result
from rules.core.semantics import interpret, settle
from rules.core.semantics_1.firing import SettlementError
from tests.rules.core.sample import HASH, SAMPLE, facts, row, scored, single, with_claim, with_result

VALUE = {"x": {"name": "率", "type": "percent", "unit": "%"}}


def one(shape: str, body: dict[str, object], points: str, value: str, rounding: str = "2") -> tuple[str | None, str]:
    """Score a row of one percent input: its score and its arithmetic."""
    by = single("only", points, shape, body, VALUE)
    by = replace(by, rounding=replace(by.rounding, rows=int(rounding)))
    given = replace(facts(), facts=(replace(facts(carry_rate=value).facts[4], input="x"),), tasks=(), indicators=(),
                    results=())  # fmt: skip
    only = row(scored(given, by), "only")
    return only.score, only.arithmetic


def proportional(points: str, value: str, rounding: str = "2") -> tuple[str | None, str]:
    band = {"id": "all", "when": "[0, -)", "result": "proportional"}
    return one("piecewise", {"metric": {"value": "x"}, "bands": [band]}, points, value, rounding)


@pytest.mark.parametrize(
    ("points", "value", "rounding", "score", "arithmetic"),
    [
        ("2", "93.66", "2", "1.87", "93.66% × 2 = 1.8732 → 1.87"),
        ("8", "90", "2", "7.20", "90% × 8 = 7.2"),
        ("20", "97.75", "2", "19.55", "97.75% × 20 = 19.55"),
        ("10", "45.17", "2", "4.52", "45.17% × 10 = 4.517 → 4.52"),
        ("10", "76", "2", "7.60", "76% × 10 = 7.6"),
        ("5", "87.19", "2", "4.36", "87.19% × 5 = 4.3595 → 4.36"),
        ("5", "87.19", "1", "4.4", "87.19% × 5 = 4.3595 → 4.4"),
        ("1", "99.6", "3", "0.996", "99.6% × 1 = 0.996"),
        ("5", "99.14", "2", "4.96", "99.14% × 5 = 4.957 → 4.96"),
        ("2", "97.95", "2", "1.96", "97.95% × 2 = 1.959 → 1.96"),
        ("2", "62.25", "2", "1.25", "62.25% × 2 = 1.245 → 1.25"),
    ],
)
def test_published_proportional_rows_come_out(
    points: str, value: str, rounding: str, score: str, arithmetic: str
) -> None:
    assert proportional(points, value, rounding) == (score, arithmetic)


@pytest.mark.parametrize(
    ("points", "each", "deduct", "value", "score", "arithmetic"),
    [
        ("2", "5%", "0.5", "9.0", "1.50", "⌊9% ÷ 5%⌋ = 1; 2 − 1 × 0.5 = 1.5"),
        ("2", "5%", "0.5", "4.99", "2.00", "⌊4.99% ÷ 5%⌋ ≤ 0; 2 − 0 × 0.5 = 2"),
        ("2", "5%", "0.5", "5.0", "1.50", "⌊5% ÷ 5%⌋ = 1; 2 − 1 × 0.5 = 1.5"),
        ("2", "5%", "0.5", "10.0", "1.00", "⌊10% ÷ 5%⌋ = 2; 2 − 2 × 0.5 = 1"),
        ("8", "1%", "0.8", "98.31", "0.00", "⌊98.31% ÷ 1%⌋ ≥ 10; 8 − 10 × 0.8 = 0"),
        ("2", "1%", "0.8", "3", "0.00", "⌊3% ÷ 1%⌋ ≥ 3; max(0, 2 − 3 × 0.8) = 0"),
    ],
)
def test_published_step_rows_come_out(  # a row of the table each
    points: str, each: str, deduct: str, value: str, score: str, arithmetic: str
) -> None:
    body: dict[str, object] = {"metric": {"value": "x"}, "each": each, "deduct": deduct}
    assert one("steps", body, points, value) == (score, arithmetic)


def test_more_than_half_as_much_again_as_the_target_is_worth_half() -> None:
    completion = row(scored(facts(spent="112", budget="15")), "completion")
    assert (completion.score, completion.reason) == ("1.00", Reason("share", {"metric": "746.66666666…%"}))
    assert completion.arithmetic == "112 ÷ 15 = 746.66666666…% ⇒ 2 × 50% = 1"


@pytest.mark.parametrize(
    ("spent", "score", "reason"),
    [("59.996", "0.00", "zero"), ("60", "1.20", "proportional"), ("100", "2.00", "full"), ("150", "2.00", "full"),
     ("150.004", "1.00", "share")],
)  # fmt: skip
def test_a_cliff_stands_exactly_at_its_bound(spent: str, score: str, reason: str) -> None:
    completion = row(scored(facts(spent=spent, budget="100")), "completion")
    assert (completion.score, completion.reason.code) == (score, reason)


def test_the_ratio_is_never_rounded_before_it_is_multiplied() -> None:
    completion = row(scored(facts()), "completion")
    assert completion.arithmetic == "15042.65 ÷ 16061.02 × 2 = 1.87318738… → 1.87"
    assert (completion.exact, completion.lost) == ("1504265/803051", "0.13")


def test_a_row_says_which_comparison_kept_each_other_branch_from_firing() -> None:
    assert row(scored(facts()), "completion").unfired == (
        Unfired("completion/low", "93.65936908…% ≥ 60%"),
        Unfired("completion/full", "93.65936908…% < 100%"),
        Unfired("completion/over", "93.65936908…% ≤ 150%"),
        Unfired("completion/missing", "支出 = 15042.65, 预算 = 16061.02"),
        Unfired("completion/no-base", "预算 ≠ 0"),
    )


def test_every_rule_of_a_row_either_fired_or_says_why_not() -> None:
    evaluation = scored(facts())
    told = {each for leaf in evaluation.rows for each in (*leaf.rules, *(other.rule for other in leaf.unfired))}
    assert {each for each in evaluation.fired if not each.startswith("check/")} <= told
    assert all(other.because for leaf in evaluation.rows for other in leaf.unfired)


def test_a_row_shows_its_figures_with_their_places() -> None:
    figures = row(scored(facts()), "completion").figures
    assert [(each.input, each.value, each.unit, each.place) for each in figures] == [
        ("spent", "15042.65", "万元", "spent处"), ("budget", "16061.02", "万元", "budget处"),
    ]  # fmt: skip


def test_a_checklist_names_the_items_that_were_lost() -> None:
    listed = row(scored(facts()), "list")
    assert (listed.score, listed.reason) == ("2.50", Reason("items-lost", {"items": "three项"}))
    assert row(scored(facts(third="yes")), "list").reason == Reason("items-met", {})
    assert row(scored(facts(third="not-applicable")), "list").reason == Reason("items-lost", {"items": "three项"})


def test_judgements_give_and_take() -> None:
    assert row(scored(facts(deduction="0")), "discretion").reason == Reason("none", {})
    assert row(scored(facts(deduction="3")), "discretion").score == "0.00"
    honours = row(scored(facts(award="-2.5")), "honours")
    assert (honours.score, honours.lost) == ("-2.50", "12.5")
    assert honours.reason == Reason("penalised", {"value": "2.5"})
    assert row(scored(facts(award="3")), "honours").reason == Reason("awarded", {"value": "3"})


def test_indicators_open_into_tasks_and_leaves() -> None:
    rows = scored(facts()).rows
    below = [each for each in rows if each.id.startswith("duties")]
    assert [(each.id, each.parent, each.leaf, each.score) for each in below] == [
        ("duties", "performance", False, "40.00"),
        ("duties.culture", "duties", False, "20.00"),
        ("duties.culture.shows", "duties.culture", True, "20.00"),
        ("duties.culture.waiting", "duties.culture", True, "0.00"),
        ("duties.office", "duties", False, "20.00"),
        ("duties.office.staff", "duties.office", True, "10.00"),
        ("duties.office.order", "duties.office", True, "10.00"),
    ]


def test_the_total_sums_the_leaves_and_earns_its_grade() -> None:
    evaluation = scored(facts())
    assert (evaluation.total, evaluation.of, evaluation.attainable, evaluation.grade) == ("75.37", "100", "90", "中")
    assert row(evaluation, "management").arithmetic == "21.37 + 2.5 + 2.5 + 9 = 35.37"


def test_an_undecided_row_counts_in_neither_total_nor_points_and_holds_the_grade_back() -> None:
    evaluation = scored(facts("spent"))
    completion, money = row(evaluation, "completion"), row(evaluation, "money")
    assert (evaluation.total, evaluation.of, evaluation.attainable, evaluation.grade) == ("73.50", "98", "88", None)
    assert (completion.state, completion.score, completion.lost, completion.basis) == ("undecided", None, None, "none")
    assert completion.reason == Reason("missing", {"inputs": "支出"})
    assert completion.arithmetic == "支出 = ∅"
    assert (money.state, money.score) == ("undecided", None)


def test_a_zero_denominator_leaves_the_row_undecided_with_its_name() -> None:
    completion = row(scored(facts(budget="0", spent="0")), "completion")
    assert (completion.state, completion.reason) == ("undecided", Reason("no-base", {"input": "预算"}))
    assert completion.unfired[0] == Unfired("completion/low", "预算 = 0")


def test_targets_that_were_never_filed_leave_their_row_undecided() -> None:
    evaluation = scored(replace(facts(), tasks=(), indicators=(), results=()))
    duties, share = row(evaluation, "duties"), row(evaluation, "share")
    assert (duties.leaf, duties.state, duties.reason) == (True, "undecided", Reason("missing", {"inputs": "duties行"}))
    assert share.reason == Reason("no-base", {"input": "duties行"})
    assert evaluation.of == "38"


def test_a_claimed_score_stands_beside_and_is_never_added() -> None:
    evaluation = scored(with_claim(facts("spent"), "completion", "1.9"))
    completion = row(evaluation, "completion")
    assert (completion.score, completion.claimed, completion.basis) == (None, "1.9", "claimed")
    assert completion.reason == Reason("claimed", {"score": "1.9"})
    assert row(evaluation, "management").basis == "claimed"
    assert (evaluation.total, evaluation.grade) == ("73.50", None)


def test_a_claim_for_a_row_that_is_decided_stands_beside_and_changes_nothing_else() -> None:
    claimed, plain = scored(with_claim(facts(), "completion", "2")), scored(facts())
    assert (row(claimed, "completion").claimed, row(claimed, "completion").score) == ("2", "1.87")
    assert row(claimed, "completion").basis == "recomputed"
    without = tuple(replace(each, claimed=None) for each in claimed.rows)
    assert replace(claimed, rows=without) == plain


def test_a_claim_on_a_group_stands_beside_the_group_and_reaches_none_of_its_rows() -> None:
    open_ones = facts("carry_rate", "variance_rate")
    claimed, plain = scored(with_claim(open_ones, "money", "20.5")), scored(open_ones)
    group = row(claimed, "money")
    assert (group.claimed, group.score, group.basis, row(claimed, "management").basis) == (
        "20.5", None, "claimed", "claimed",
    )  # fmt: skip
    assert [(each.id, each.claimed) for each in claimed.rows if each.claimed] == [("money", "20.5")]
    assert [each for each in claimed.rows if each.leaf] == [each for each in plain.rows if each.leaf]
    assert (claimed.total, claimed.of, claimed.grade) == (plain.total, plain.of, None)


def test_the_weakest_ground_among_the_children_is_the_groups() -> None:
    evaluation = scored(facts())
    bases = {name: row(evaluation, name).basis for name in ("money", "list", "management", "duties.culture")}
    assert bases == {"money": "recomputed", "list": "stated", "management": "stated", "duties.culture": "recomputed"}


@pytest.mark.parametrize(
    ("total", "grade"), [("90", "优"), ("89.99", "良"), ("80", "良"), ("60", "中"), ("59.99", "差"), ("-10", "差")]
)
def test_a_grade_begins_exactly_at_its_least_total(total: str, grade: str) -> None:
    award = {"award": {"name": "加减分", "type": "points", "unit": "分", "least": "-100", "most": "100"}}
    by = single("honours", "100", "judged", {"input": "award", "counts": "score"}, award)
    only = tuple(each for each in facts(award=total).facts if each.input == "award")
    assert scored(replace(facts(), facts=only, tasks=(), indicators=(), results=()), by).grade == grade


def test_rows_round_before_they_are_added() -> None:
    band = {"id": "all", "when": "[0, -)", "result": "proportional"}
    shape = {"metric": {"value": "x"}, "bands": [band]}
    by = single("a", "1", "piecewise", shape, VALUE)
    three = replace(by, rows=tuple(replace(by.rows[0], id=name) for name in "abc"))
    given = replace(facts(), facts=(replace(facts(carry_rate="33.5").facts[4], input="x"),), tasks=(), indicators=(),
                    results=())  # fmt: skip
    assert scored(given, three).total == "1.02"


def test_the_list_that_fired_is_kept_in_the_order_of_the_rubric() -> None:
    rules = interpret(SAMPLE, facts())
    assert settle(SAMPLE, HASH, facts(), tuple(reversed(rules))) == settle(SAMPLE, HASH, facts(), rules)


@pytest.mark.parametrize("position", range(17))
def test_a_lost_firing_is_refused(position: int) -> None:
    rules = interpret(SAMPLE, facts())
    lost = rules[:position] + rules[position + 1 :]
    if rules[position].endswith("over-completion"):
        assert [each.id for each in settle(SAMPLE, HASH, facts(), lost).remarks] == ["charged-twice", "bonus-inside"]
        return
    with pytest.raises(SettlementError) as caught:
        settle(SAMPLE, HASH, facts(), lost)
    assert (caught.value.code, caught.value.params["slot"]) == ("settle.silent", rules[position].rpartition("/")[0])


@pytest.mark.parametrize(
    ("extra", "code"),
    [("completion/part", "settle.doubled"), ("completion/full", "settle.doubled"), ("completion/xyz", "settle.unknown"),
     ("carry/no-base", "settle.unknown"), ("check/pair/above", "settle.doubled"),
     ("list/one/not-applicable", "settle.unknown")],
)  # fmt: skip
def test_a_doubled_or_invented_firing_is_refused(extra: str, code: str) -> None:
    with pytest.raises(SettlementError) as caught:
        settle(SAMPLE, HASH, facts(), (*interpret(SAMPLE, facts()), extra))
    assert caught.value.code == code


@pytest.mark.parametrize("without", ["spent", "deduction"])
def test_a_branch_that_needs_a_figure_cannot_be_settled_without_it(without: str) -> None:
    with pytest.raises(SettlementError) as caught:
        settle(SAMPLE, HASH, facts(without), interpret(SAMPLE, facts()))
    assert caught.value.code == "settle.contradicted"


def test_settling_takes_the_list_and_does_not_decide_again() -> None:
    rules = tuple("completion/full" if rule == "completion/part" else rule for rule in interpret(SAMPLE, facts()))
    assert row(settle(SAMPLE, HASH, facts(), rules), "completion").score == "2.00"


def test_a_list_that_contradicts_an_answer_shows_what_was_filed() -> None:
    rules = tuple("list/three/yes" if rule == "list/three/no" else rule for rule in interpret(SAMPLE, facts()))
    told = {each.rule: each.because for each in row(settle(SAMPLE, HASH, facts(), rules), "list").unfired}
    assert "list/three/yes" not in told
    assert told["list/three/no"] == told["list/three/missing"] == "three项 = no"


def test_an_indicator_that_does_not_apply_is_worth_what_the_rubric_says() -> None:
    given = with_result(facts(), Result("order", "statement", "", applies="no"))
    order = row(scored(given), "duties.office.order")
    assert (order.score, order.reason, order.arithmetic) == ("0.00", Reason("not-applicable", {}), "not-applicable ⇒ 0")
