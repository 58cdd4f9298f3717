"""What a rubric cannot take that was filed under another one: named entry by entry, the rest taken as it is."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from rules.core.admission import admit
from rules.core.errors import FactsError
from rules.core.facts import Claim, Fact, Facts, Result
from rules.core.fitting import Misfit, misfits
from rules.core.inputs import Clock
from tests.support.shijing import rubric_file, shijing_facts

if TYPE_CHECKING:
    from rules.core.rubric import Input, Row, Rubric

ALL = ("tasks", "indicators", "facts", "results", "claims")
RUBRIC = rubric_file().rubric
INDICATORS = next(row for row in RUBRIC.leaves() if row.indicators is not None)


def filed() -> Facts:
    """The published figures without those that the book itself sees."""
    whole = shijing_facts()
    kept = (one for one in whole.facts if RUBRIC.inputs[one.input].witnessed is None)
    return replace(whole, facts=tuple(kept))


def without_input(name: str) -> Rubric:
    return replace(RUBRIC, inputs={each: one for each, one in RUBRIC.inputs.items() if each != name})


def with_input(name: str, changed: Input) -> Rubric:
    return replace(RUBRIC, inputs={**RUBRIC.inputs, name: changed})


def place(name: str) -> int:
    return [one.input for one in filed().facts].index(name)


def said(rubric: Rubric, facts: Facts) -> list[tuple[str, str, str]]:
    return [(one.list, one.name, one.code) for one in misfits(rubric, facts, ALL)]


def test_what_was_filed_under_the_rubric_fits_it() -> None:
    assert misfits(RUBRIC, filed(), ALL) == ()


def test_a_fact_of_no_input_is_named_with_its_place() -> None:
    assert misfits(without_input("carry_over_rate"), filed(), ALL) == (
        Misfit("facts", place("carry_over_rate"), "carry_over_rate", "facts.unknown-input"),
    )


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"unit": "元", "type": "money"}, "facts.wrong-unit"),
        ({"most": Fraction(0), "least": Fraction(0)}, None),
        ({"least": Fraction(1)}, "facts.too-small"),
        ({"witnessed": "monitoring.filed"}, "facts.witnessed-origin"),
    ],
)
def test_a_fact_that_an_input_no_longer_takes_is_set_aside(changes: dict[str, object], code: str | None) -> None:
    changed = replace(RUBRIC.inputs["carry_over_rate"], **changes)
    wanted = [] if code is None else [("facts", "carry_over_rate", code)]
    assert said(with_input("carry_over_rate", changed), filed()) == wanted


def test_a_statement_of_what_the_book_now_sees_itself_is_set_aside() -> None:
    stated = replace(filed(), facts=(Fact("carry_over_rate", "yes", "statement", "第1页"),))
    seen = replace(RUBRIC.inputs["carry_over_rate"], witnessed="monitoring.filed", type="judgement", unit="")
    assert said(with_input("carry_over_rate", seen), stated) == [("facts", "carry_over_rate", "facts.witnessed")]


@pytest.mark.parametrize(
    ("clock", "code"),
    [
        (Clock(20), None),
        (Clock(30), "facts.other-clock"),
        (Clock(20, "working"), "facts.other-clock"),
        (Clock(20, roll=True), "facts.other-clock"),
        (None, "facts.not-counted"),
    ],
)
def test_days_that_were_counted_under_another_term_are_set_aside(clock: Clock | None, code: str | None) -> None:
    name = "accounts_published_in_time"
    place = "第1页 [20-calendar from=2021-10-08 done=2021-10-20 due=2021-10-28 late=0]"
    counted = replace(filed(), facts=(Fact(name, "yes", "counted", place),))
    rubric = with_input(name, replace(RUBRIC.inputs[name], clock=clock))
    assert said(rubric, counted) == ([] if code is None else [("facts", name, code)])


def test_a_claim_on_a_row_that_is_gone_is_set_aside() -> None:
    facts = replace(filed(), claims=(Claim("no-such-row", "1", "第1页"), Claim("carry-over", "1", "第1页")))
    assert [one for one in said(RUBRIC, facts) if one[0] == "claims"] == [
        ("claims", "no-such-row", "facts.unknown-row")
    ]


def with_points(points: str) -> Rubric:
    def changed(rows: tuple[Row, ...]) -> tuple[Row, ...]:
        return tuple(
            replace(row, points=Fraction(points) if row.id == INDICATORS.id else row.points, rows=changed(row.rows))
            for row in rows
        )

    return replace(RUBRIC, rows=changed(RUBRIC.rows))


def test_targets_whose_points_no_longer_make_the_row_are_set_aside_with_their_results() -> None:
    facts = filed()
    found = said(with_points("7"), facts)
    assert [name for each, name, _ in found if each == "indicators"] == [one.id for one in facts.indicators]
    assert {code for each, _, code in found if each == "indicators"} == {"facts.points-sum"}
    assert [name for each, name, _ in found if each == "results"] == [one.indicator for one in facts.results]
    left = replace(facts, tasks=(), indicators=(), results=())
    admit(with_points("7"), left)


def test_faults_of_what_was_filed_under_the_rubric_itself_are_left_to_admission() -> None:
    facts = replace(filed(), results=(Result("nothing", "statement", "第1页", met="yes"),))
    assert misfits(RUBRIC, facts, ("facts",)) == ()
    with pytest.raises(FactsError):
        admit(RUBRIC, facts)
