from __future__ import annotations

import pytest

from rules.lint import lint
from rules.lint.incidents import incidents_priced
from rules.lint.series import series_counted
from rules.lint.totals import basis_demanded, caps_within, penalties_caused, variant_named
from rules.rubric_file import load_rubric
from tests.rules.form import TEXT, broken, form

# What stands in the form, what is put there instead, the code that must be found, and the line's words.
BROKEN: list[tuple[str, str, str, str]] = [
    ("select: output", "select: [output, benefit]", "lint.indicators-twice", "indicators:"),
    ('when: "[0, 60%)", result: zero}', 'when: "[0, 59%)", result: zero}', "lint.band-gap", "bands:"),
    ('when: "[60%, 100%)", result', 'when: "[60%, 100%]", result', "lint.band-double-owner", "id: full"),
    ('{id: tier-b, when: "[60%', '{id: tier-b, when: "(60%', "lint.band-gap", "tiers:"),
    ('{id: tier-b, when: "[60%', '{id: tier-a, when: "[60%', "lint.id-twice", "id: tier-a"),
    ("{id: tier-b", "{id: met", "lint.band-reserved", "id: met"),
    ("{id: low, when", "{id: over-completion, when", "lint.band-reserved", "id: over-completion"),
    ('"[60%, 100%)", result: prop', '"[60%, 100)", result: prop', "lint.percent-sign", "[60%, 100)"),
    ('tier-c, when: "[0, 60%)"', 'tier-c, when: "[0, 60)"', "lint.percent-sign", "[0, 60)"),
    ('"[100%, 150%]", result: full', '"[100%, 150%]", result: proportional', "lint.band-proportional", "[100%, 150%]"),
    ("result: share 50%", "result: share 150%", "lint.band-worth", "share 150%"),
    ("basis_length: 4", "basis_length: 0", "lint.basis-length", "basis_length: 0"),
    ("of: monthly, cap: 100%", "of: monthly, cap: 100", "lint.percent-sign", "cap: 100}"),
    ("of: monthly, cap: 100%", "of: spent, cap: 100%", "lint.input-type", "of: spent"),
    ('when: "[0, 100%]"', 'when: "[0, 90%]"', "lint.band-gap", "bands:"),
    (", count: months}", "}", "lint.series-count", "monthly:"),
    ("count: months}", "count: 0}", "lint.series-none", "count: 0"),
    ("count: months}", "count: spent}", "lint.input-type", "count: spent"),
    ("count: months}", "count: month}", "lint.unknown-input", "count: month}"),
    ("unit: 月, least: 1,", "unit: 月,", "lint.series-least", "months:"),
    ("{name: 全年支出, type: money, unit: 万元}", "{name: 全年支出, type: money, unit: 万元, count: 3}",
     "lint.count-without-series", "count: 3"),
    ('type: series, unit: "%"', "type: series, unit: 元", "lint.input-unit", "monthly:"),
    ("each: 0.5}]", "each: 0}]", "lint.incidents-positive", "each: 0}]"),
    ("each: 0.5, cap: 1}", "each: 0.5, cap: 0}", "lint.incidents-positive", "cap: 0}"),
    ("{id: repeated, name: 屡查屡犯,", "{id: tier, name: 屡查屡犯,", "lint.band-reserved", "id: tier,"),
    ("{id: repeated, name: 屡查屡犯,", "{id: found, name: 屡查屡犯,", "lint.id-twice", "id: found, name: 屡查屡犯"),
    ("classes: [{id: unassessed, name: 未评估, input: unassessed, each: 0.5}]", "classes: []", "lint.incidents-empty",
     "incidents:"),
    ("input: repeated, each: 1", "input: spent, each: 1", "lint.input-type", "input: spent, each"),
    ('"[0, 3]", factor: 2}', '"[0, 3]", factor: 2, each: 1}', "lint.price-twice", "factor: 2, each"),
    ('"[0, 3]", factor: 2}', '"[0, 3]", factor: -2}', "lint.incidents-positive", "factor: -2"),
    ('"[0, 3]", factor: 2}', '"[0, 2]", factor: 2}', "lint.band-gap", "bands:"),
    ('"[0, 3]", factor: 2}', '"[0, 3%]", factor: 2}', "lint.percent-sign", "[0, 3%]"),
    ('when: "[-100%, 0]"', 'when: "[-50%, 0]"', "lint.band-gap", "bands:"),
    ("base: office_budget}}, each", "base: months}}, each", "lint.units-differ", "base: months"),
    ("numerator: 公用经费支出－", "numerator: 公用经费预算－", "lint.formula-differs", "numerator"),
    ("output/*/over-completion", "outputs/*/over-completion", "lint.flat-unknown", "outputs/"),
    ("when: check/pair", "when: check/pairs", "lint.flat-unknown", "check/pairs"),
    ("when: check/pair", "when: pair", "lint.flat-unknown", "when: pair"),
    ("over-completion, points: 2", "over-completion, points: 0", "lint.points-positive", "points: 0,"),
    ("{id: mismatch", "{id: drift", "lint.id-twice", "id: drift, name: 数据不符"),
    ('"[70%, 80%)", most: 89', '"[70%, 80%)", most: 101', "lint.cap-beyond", "most: 101"),
    ('"[70%, 80%)", most: 89', '"[70%, 79%)", most: 89', "lint.band-gap", "bands:"),
    ("ratio: {of: spent, to: budget}}\n    clause", "ratio: {of: control_rate, to: budget}}\n    clause",
     "lint.input-optional", "of: control_rate"),
    ("otherwise: 有专项资金", "otherwise: 无专项资金", "lint.applies-self", "otherwise: 无"),
    ("applies: {input: special_funds", "applies: {input: special", "lint.unknown-input", "applies:"),
    ('when: "[0, 0]", otherwise', 'when: "[0, 5%]", otherwise', "lint.percent-sign", "applies:"),
]  # fmt: skip
RULES = (incidents_priced, series_counted, basis_demanded, caps_within, penalties_caused, variant_named)


def test_the_form_has_no_fault() -> None:
    assert lint(form()) == ()


@pytest.mark.parametrize(
    ("old", "new", "code", "words"), BROKEN, ids=[f"{each[2]}-{n}" for n, each in enumerate(BROKEN)]
)
def test_a_planted_fault_is_found_at_its_line(old: str, new: str, code: str, words: str) -> None:
    file = broken(old, new)
    lines = file.text.decode().splitlines()
    found = [each.line for each in lint(file) if each.problem.code == code]
    assert found, [str(each) for each in lint(file)]
    assert any(words in lines[line - 1] for line in found), [lines[line - 1] for line in found]


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_about_them_has_a_planted_fault(rule: object) -> None:
    assert callable(rule)
    assert any(next(iter(rule(broken(old, new))), None) for old, new, _, _ in BROKEN)


def test_a_growth_that_can_fall_below_its_base_has_no_lower_end() -> None:
    text = TEXT.replace("office_spent: {name: 公用经费支出,", "office_spent: {least: -10, name: 公用经费支出,")
    (found,) = lint(form(text))
    assert (found.problem.code, found.problem.params) == ("lint.band-gap", {"where": "(-, -100%)"})
    assert lint(form(text.replace('"[-100%, 0]"', '"(-, 0]"'))) == ()


def test_a_pace_of_spending_that_can_fall_below_zero_has_no_lower_end(rubric_text: str) -> None:
    text = rubric_text.replace("  mid_year_spent: {", "  mid_year_spent: {least: -10, ")
    assert text != rubric_text
    (found,) = lint(load_rubric(text.encode(), "broken.yaml"))
    assert (found.problem.code, found.problem.params) == ("lint.band-gap", {"where": "(-, 0%)"})
    assert lint(load_rubric(text.replace('red, when: "[0, 60%)"', 'red, when: "(-, 60%)"', 1).encode())) == ()


def test_a_ratio_whose_figure_can_fall_below_zero_has_no_lower_end(rubric_text: str) -> None:
    text = rubric_text.replace("  annual_spent: {", "  annual_spent: {least: -10, ")
    assert text != rubric_text
    (found,) = lint(load_rubric(text.encode(), "broken.yaml"))
    assert (found.problem.code, found.problem.params) == ("lint.band-gap", {"where": "(-, 0%)"})
