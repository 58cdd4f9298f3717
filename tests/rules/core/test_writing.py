from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from rules.core.facts import Facts
from rules.core.interval import parse_interval
from rules.core.reading import read_facts
from rules.core.writing import WritingError, canonical, to_data
from tests.rules.core.sample import SAMPLE, facts, scored

KEYS = st.text(st.characters(max_codepoint=127), max_size=8)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
SCALARS = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXTS
TREES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4))


@given(TREES)
def test_canonical_bytes_equal_those_of_the_reference(tree: object) -> None:
    assert canonical(tree) == rfc8785.dumps(tree)


@given(TREES)
def test_canonical_bytes_read_back_as_what_was_written(tree: object) -> None:
    assert json.loads(canonical(tree)) == tree


@pytest.mark.parametrize(
    ("tree", "kind"),
    [(1.0, "float"), (Decimal(1), "Decimal"), ({"钥": "x"}, "key"), ({1: "x"}, "key"), (2**53, "int"), ([b""], "bytes"),
     (["\ud800"], "surrogate"), ((), "tuple")],
)  # fmt: skip
def test_what_has_no_exact_canonical_form_is_refused(tree: object, kind: str) -> None:
    with pytest.raises(WritingError) as caught:
        canonical(tree)
    assert (caught.value.code, caught.value.params["kind"]) == ("write.unfit", kind)


def test_facts_are_written_so_that_they_read_back() -> None:
    assert read_facts(to_data(facts())) == facts()


def test_an_evaluation_is_written_whole() -> None:
    evaluation = scored(facts("spent"))
    data = to_data(evaluation)
    assert isinstance(data, dict)
    assert list(data) == [
        "rubric", "version", "rubric_hash", "semantics", "department", "rows", "total", "of", "attainable", "grade",
        "remarks", "fired",
    ]  # fmt: skip
    assert data["grade"] is None
    assert isinstance(data["rows"], list)
    assert len(data["rows"]) == len(evaluation.rows)
    assert json.loads(canonical(data)) == data


def test_exact_numbers_and_intervals_are_written_as_they_are_read() -> None:
    assert to_data((Fraction(1, 20), Fraction(1, 3), parse_interval("[60%, -)"))) == ["0.05", "1/3", "[0.6, -)"]
    assert isinstance(to_data(SAMPLE), dict)


def test_a_float_is_never_written() -> None:
    with pytest.raises(WritingError):
        to_data(Facts("x", ({"y": 0.5},)))
