from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.core.agreement import TargetRules
from rules.core.facts import Indicator
from rules.core.numbers import exact
from rules.target_doubts import FAR, doubts_of, far_in, signature_of

if TYPE_CHECKING:
    from rules.rubric_file import RubricFile

ENTRIES = st.lists(
    st.builds(
        lambda name, comparator, number, unit: one(name, comparator=comparator, target=number, unit=unit),
        st.sampled_from(["道路", "桥梁", "公厕"]),
        st.sampled_from([">=", "<=", "="]),
        st.sampled_from(["0", "10", "10.0", "12.5", "-3"]),
        st.sampled_from(["个", "%"]),
    ),
    max_size=5,
)


def one(name: str = "道路", identifier: str = "roads", **more: str | None) -> Indicator:
    parts = {"task": "works", "points": "2", "origin": "figure", "place": "表1", "comparator": ">=", **more}
    return Indicator(id=identifier, name=name, **parts)


def codes(*indicators: Indicator) -> list[tuple[str, str | None]]:
    return [(doubt.code, doubt.indicator) for doubt in doubts_of(indicators)]


@pytest.mark.parametrize(
    ("target", "last", "far"),
    [
        ("130", "100", False),
        ("130.000001", "100", True),
        ("70", "100", False),
        ("69.999999", "100", True),
        ("112", "15", True),
        ("-130", "-100", False),
        ("-131", "-100", True),
        ("1", "0", True),
        ("0.1", "0.1", False),
    ],
)
def test_a_target_is_far_beyond_thirty_per_cent_of_last_years_actual_to_either_side(
    target: str, last: str, *, far: bool
) -> None:
    assert codes(one(target=target, last_actual=last)) == ([("far", "roads")] if far else [])


def test_nothing_is_said_of_a_last_year_that_is_not_known() -> None:
    assert codes(one(target="1000000")) == []
    assert codes(one(comparator=None)) == []


def test_another_bound_is_data() -> None:
    given_one = one(target="104", last_actual="100")
    assert [doubt.code for doubt in doubts_of([given_one], far=Fraction(1, 25))] == []
    assert [doubt.code for doubt in doubts_of([given_one], far=Fraction(1, 26))] == ["far"]


@pytest.mark.parametrize(
    ("comparator", "target", "zero"),
    [(">=", "0", True), ("=", "0.00", True), ("<=", "0", False), (">=", "0.01", False)],
)
def test_a_zero_target_asks_for_nothing_unless_it_is_a_ceiling(comparator: str, target: str, *, zero: bool) -> None:
    assert codes(one(comparator=comparator, target=target)) == ([("zero", "roads")] if zero else [])


def test_a_target_that_stands_twice_is_told_with_the_first_of_them() -> None:
    (doubt,) = doubts_of(
        [one(target="10"), one("桥梁", "bridges", target="10"), one(identifier="again", target="10.0")]
    )
    assert (doubt.code, doubt.indicator) == ("repeated", "again")
    assert doubt.params == {"name": "道路", "first": "roads", "times": "2"}


def test_copied_targets_name_each_department_that_has_the_same() -> None:
    assert [(doubt.code, doubt.params) for doubt in doubts_of([one(target="10")], ["alpha", "beta"])] == [
        ("copied", {"department": "alpha"}),
        ("copied", {"department": "beta"}),
    ]


def test_no_targets_are_no_copy() -> None:
    assert signature_of([]) is None


@given(ENTRIES, ENTRIES)
def test_two_signatures_are_the_same_exactly_where_all_names_values_and_units_are(
    mine: list[Indicator], yours: list[Indicator]
) -> None:
    def looks(indicators: list[Indicator]) -> list[tuple[str, str, Fraction, str]]:
        return sorted((each.name, each.comparator or "", exact(each.target or ""), each.unit) for each in indicators)

    assert (signature_of(mine) == signature_of(yours)) == (looks(mine) == looks(yours))


@given(ENTRIES)
def test_neither_order_nor_ids_points_or_places_hide_a_copy(mine: list[Indicator]) -> None:
    turned = [replace(each, id=f"other-{at}", points="9", place="表2") for at, each in enumerate(reversed(mine))]
    assert signature_of(mine) == signature_of(turned)


@given(ENTRIES)
def test_doubts_rest_on_nothing_but_the_targets(mine: list[Indicator]) -> None:
    assert doubts_of(mine) == doubts_of(tuple(mine))
    repeated = [doubt for doubt in doubts_of(mine) if doubt.code == "repeated"]
    distinct = {(each.name, each.comparator, exact(each.target or ""), each.unit) for each in mine}
    assert len(repeated) == len(mine) - len(distinct)
    assert Fraction(3, 10) == FAR


def test_targets_without_any_indicator_are_doubted_as_a_whole() -> None:
    assert codes() == [("none", None)]
    assert ("none", None) not in codes(one(target="0"))


def test_the_rubric_says_how_far_is_far(department: RubricFile) -> None:
    assert far_in(department.rubric) == FAR == Fraction(3, 10)
    assert far_in(replace(department.rubric, targets=TargetRules(far=Fraction(1, 5)))) == Fraction(1, 5)
    assert b'"targets":' not in department.canonical.replace(b'"id":"targets"', b"")
