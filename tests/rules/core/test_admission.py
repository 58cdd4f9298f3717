from __future__ import annotations

from dataclasses import replace

import pytest

from rules.core.admission import admit
from rules.core.errors import FactsError, Problem
from rules.core.facts import Claim, Fact, Facts, Indicator, Result, Task
from rules.core.missing import missing_inputs
from tests.rules.core.sample import INDICATORS, RESULTS, SAMPLE, TASKS, VALUES, fact, facts, with_claim, with_result

POSITION = {name: position for position, name in enumerate(VALUES)}


def problems(given: Facts) -> tuple[Problem, ...]:
    with pytest.raises(FactsError) as caught:
        admit(SAMPLE, given)
    return caught.value.problems


def filed(name: str, **changes: str) -> Facts:
    given = facts()
    changed = tuple(replace(each, **changes) if each.input == name else each for each in given.facts)
    return replace(given, facts=changed)


def targets(*indicators: Indicator, tasks: tuple[Task, ...] = TASKS) -> Facts:
    return replace(facts(), indicators=indicators, tasks=tasks)


def changed(**changes: str | None) -> Facts:
    return targets(replace(INDICATORS[0], **changes), *INDICATORS[1:])


def test_good_facts_pass() -> None:
    admit(SAMPLE, facts())


def test_nothing_filed_is_no_fault() -> None:
    admit(SAMPLE, Facts("某街道"))


@pytest.mark.parametrize(
    ("name", "changes", "code", "params"),
    [
        ("spent", {"input": "spend"}, "facts.unknown-input", {"input": "spend", "known": "spent, second"}),
        ("spent", {"value": "15,042.65"}, "facts.bad-number", {"input": "spent", "value": "15,042.65"}),
        ("spent", {"value": "1e4"}, "facts.bad-number", {"input": "spent", "value": "1e4"}),
        ("spent", {"value": "-0.01"}, "facts.too-small", {"input": "spent", "value": "-0.01", "least": "0"}),
        ("spent", {"unit": "件"}, "facts.wrong-unit", {"input": "spent", "given": "件", "wanted": "万元"}),
        ("carry_rate", {"value": "9%"}, "facts.percent-sign", {"input": "carry_rate", "value": "9%", "wanted": "9"}),
        ("variance_rate", {"value": "-100.01"}, "facts.too-small",
         {"input": "variance_rate", "value": "-100.01", "least": "-100"}),
        ("month", {"value": "11.5"}, "facts.not-whole", {"input": "month", "value": "11.5"}),
        ("month", {"value": "13"}, "facts.too-large", {"input": "month", "value": "13", "most": "12"}),
        ("first", {"value": "是"}, "facts.bad-judgement",
         {"input": "first", "value": "是", "wanted": "yes, no, not-applicable"}),
        ("first", {"value": "not-applicable"}, "facts.must-apply", {"input": "first"}),
        ("first", {"unit": "分"}, "facts.wrong-unit", {"input": "first", "given": "分", "wanted": ""}),
        ("third", {"origin": "figure"}, "facts.witnessed-origin", {"input": "third", "given": "figure"}),
        ("spent", {"origin": "witnessed"}, "facts.not-witnessed", {"input": "spent"}),
        ("award", {"value": "-10.5"}, "facts.too-small", {"input": "award", "value": "-10.5", "least": "-10"}),
    ],
)  # fmt: skip
def test_a_fact_that_cannot_be_used_says_why(
    name: str, changes: dict[str, str], code: str, params: dict[str, str]
) -> None:
    (problem,) = problems(filed(name, **changes))
    (key,) = changes
    assert problem == Problem(code, ("facts", POSITION[name], key), **params)
    assert problem.params == params


def test_yuan_for_ten_thousand_yuan_is_answered_with_the_right_value() -> None:
    (problem,) = problems(filed("spent", value="150426500", unit="元"))
    wanted = {"input": "spent", "given": "元", "wanted": "万元", "value": "150426500", "right": "15042.65"}
    assert (problem.code, problem.params) == ("facts.wrong-money-unit", wanted)


def test_a_deduction_beyond_the_row_is_refused_even_where_the_input_has_no_bound() -> None:
    wide = replace(SAMPLE, inputs={**SAMPLE.inputs, "deduction": replace(SAMPLE.inputs["deduction"], most=None)})
    with pytest.raises(FactsError) as caught:
        admit(wide, filed("deduction", value="3.01"))
    assert [problem.code for problem in caught.value.problems] == ["facts.beyond-row"]


def test_a_negative_denominator_is_refused_even_where_the_input_allows_it() -> None:
    budget = replace(SAMPLE.inputs["budget"], least=SAMPLE.inputs["award"].least)
    with pytest.raises(FactsError) as caught:
        admit(replace(SAMPLE, inputs={**SAMPLE.inputs, "budget": budget}), filed("budget", value="-1"))
    assert [problem.code for problem in caught.value.problems] == ["facts.too-small"]


def test_the_same_input_twice_is_refused() -> None:
    given = facts()
    (problem,) = problems(replace(given, facts=(*given.facts, fact("spent", "1"))))
    assert (problem.code, problem.path) == ("facts.duplicate-fact", ("facts", len(VALUES), "input"))


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        (changed(task="cultur"), ["facts.unknown-task"]),
        (changed(id="Shows!"), ["facts.bad-id", "facts.unknown-indicator"]),
        (changed(id="waiting"), ["facts.duplicate-id", "facts.unknown-indicator"]),
        (changed(points="21"), ["facts.points-sum"]),
        (changed(points="-20"), ["facts.too-small", "facts.points-sum"]),
        (changed(points="twenty"), ["facts.bad-number"]),
        (changed(target=None), ["facts.comparator-without-target"]),
        (changed(target="十五"), ["facts.bad-number"]),
        (changed(comparator=None), ["facts.target-without-comparator", "facts.met-wanted"]),
        (changed(unit="场次"), ["facts.wrong-unit"]),
        (targets(*INDICATORS, tasks=(*TASKS, Task("idle", "空", ""))), ["facts.empty-task"]),
        (targets(*INDICATORS, tasks=(*TASKS, TASKS[0])), ["facts.duplicate-id"]),
    ],
)
def test_a_target_that_cannot_be_used_says_why(given: Facts, codes: list[str]) -> None:
    assert [problem.code for problem in problems(given)] == codes


@pytest.mark.parametrize(
    ("result", "code"),
    [
        (Result("show", "figure", "", actual="1", unit="场"), "facts.unknown-indicator"),
        (Result("shows", "figure", "", actual="1", unit="场", met="yes"), "facts.actual-and-met"),
        (Result("shows", "statement", "", met="yes"), "facts.actual-wanted"),
        (Result("order", "figure", "", actual="1"), "facts.met-wanted"),
        (Result("shows", "figure", "", actual="一", unit="场"), "facts.bad-number"),
        (Result("shows", "figure", "", actual="1", unit="次"), "facts.wrong-unit"),
    ],
)
def test_a_result_that_does_not_fit_its_target_says_why(result: Result, code: str) -> None:
    assert [problem.code for problem in problems(with_result(facts(), result))] == [code]


def test_two_results_of_one_indicator_are_refused() -> None:
    assert [each.code for each in problems(replace(facts(), results=(*RESULTS, RESULTS[0])))] == [
        "facts.duplicate-result"
    ]


@pytest.mark.parametrize(
    ("row", "score", "code"),
    [
        ("complet", "1", "facts.unknown-row"),
        ("money", "22.01", "facts.claim-beyond"),
        ("duties.culture", "30.5", "facts.claim-beyond"),
        ("performance", "-10.5", "facts.claim-beyond"),
        ("duties.sports", "1", "facts.unknown-row"),
        ("completion", "2.01", "facts.claim-beyond"),
        ("completion", "-0.01", "facts.claim-beyond"),
        ("duties.culture.shows", "20.5", "facts.claim-beyond"),
        ("honours", "-10.1", "facts.claim-beyond"),
        ("completion", "two", "facts.bad-number"),
    ],
)
def test_a_claim_that_its_row_cannot_hold_is_refused(row: str, score: str, code: str) -> None:
    assert [problem.code for problem in problems(with_claim(facts(), row, score))] == [code]


def test_a_claim_within_its_row_passes_once() -> None:
    given = with_claim(with_claim(facts(), "honours", "-10"), "duties.culture.shows", "20")
    admit(SAMPLE, given)
    twice = replace(given, claims=(*given.claims, Claim("honours", "1", "")))
    assert [problem.code for problem in problems(twice)] == ["facts.duplicate-claim"]


def test_every_problem_is_reported_at_once() -> None:
    given = replace(facts(spent="x", budget="y"), facts=(*facts(spent="x").facts, Fact("no", "1", "figure", "")))
    assert len(problems(with_claim(given, "no", "1"))) == 3


def test_what_is_still_wanted_is_listed_in_the_order_of_the_rubric() -> None:
    assert missing_inputs(SAMPLE, facts()) == ()
    assert missing_inputs(SAMPLE, facts("budget", "carry_rate", "control", "order")) == (
        "budget", "carry_rate", "results/order",
    )  # fmt: skip


def test_targets_that_were_never_filed_are_wanted() -> None:
    assert missing_inputs(SAMPLE, replace(facts(), indicators=(), results=(), tasks=())) == ("indicators",)


def test_a_result_without_its_figure_is_wanted_but_one_that_does_not_apply_is_not() -> None:
    given = with_result(facts(), Result("shows", "figure", "", unit="场"))
    assert missing_inputs(SAMPLE, given) == ("results/shows",)
    assert missing_inputs(SAMPLE, with_result(given, Result("shows", "statement", "", applies="no"))) == ()


# -- what a claim stands in for -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("inside", "group"),
    [
        ("completion", "money"),
        ("completion", "management"),
        ("money", "management"),
        ("duties.culture.shows", "duties.culture"),
        ("duties.culture.shows", "performance"),
    ],
)
def test_a_claim_inside_a_claimed_group_is_refused_as_overlapping(inside: str, group: str) -> None:
    (problem,) = problems(with_claim(with_claim(facts(), group, "1"), inside, "1"))
    assert (problem.code, problem.path) == ("facts.claims-overlap", ("claims", 1, "row"))
    assert problem.params == {"row": inside, "group": group}


@pytest.mark.parametrize("claimed", ["carry", "money", "management"])
def test_a_claim_on_the_row_or_on_any_group_above_it_stands_in_for_its_figure(claimed: str) -> None:
    assert missing_inputs(SAMPLE, facts("carry_rate")) == ("carry_rate",)
    assert missing_inputs(SAMPLE, with_claim(facts("carry_rate"), claimed, "1")) == ()


def test_a_figure_that_another_row_needs_is_still_wanted() -> None:
    given = with_claim(facts("budget", "spent"), "completion", "1")
    assert missing_inputs(SAMPLE, given) == ("budget",)
    assert missing_inputs(SAMPLE, with_claim(given, "pace", "8")) == ()


@pytest.mark.parametrize("claimed", ["duties.culture.shows", "duties.culture", "duties", "performance"])
def test_a_claimed_indicator_needs_no_result_once_the_share_of_met_targets_is_claimed_too(claimed: str) -> None:
    given = with_claim(facts("shows"), claimed, "1")
    assert missing_inputs(SAMPLE, given) == ("results/shows",)
    assert missing_inputs(SAMPLE, with_claim(given, "share", "12")) == ()


def test_a_row_of_indicators_without_any_may_be_claimed_as_a_whole() -> None:
    nothing = replace(facts(), indicators=(), results=(), tasks=())
    assert missing_inputs(SAMPLE, with_claim(nothing, "duties", "50")) == ()


def test_a_claim_on_another_row_stands_in_for_nothing() -> None:
    assert missing_inputs(SAMPLE, with_claim(facts("carry_rate"), "performance", "1")) == ("carry_rate",)
