from __future__ import annotations

import copy
from dataclasses import replace
from fractions import Fraction

import pytest

from bench.every_shape import every_shape
from rules.core.records import ReadError, read
from rules.core.rubric import Input, Row, Rubric
from rules.core.writing import to_data


def test_what_follows_from_a_value_is_worked_out_once() -> None:
    asked: list[Row] = []
    row = Row("a", "名", Fraction(2))

    def doubled(row: Row) -> Fraction:
        asked.append(row)
        return row.points * 2

    assert [row.once(doubled), row.once(doubled)] == [4, 4]
    assert asked == [row]


def test_a_changed_copy_is_worked_out_anew() -> None:
    rubric = every_shape()
    first = rubric.leaves()[0]
    assert rubric.leaves()[0] is first
    other = replace(rubric, rows=(replace(first, id="other"),))
    assert [row.id for row in other.leaves()] == ["other"]


def test_nothing_is_kept_of_what_failed() -> None:
    def fails(_row: Row) -> int:
        raise ValueError("no")

    row = Row("a", "名", Fraction(2))
    for _ in range(2):
        with pytest.raises(ValueError, match="no"):
            row.once(fails)


def test_a_value_that_was_asked_compares_writes_and_copies_as_one_that_was_not() -> None:
    asked, fresh = every_shape(), every_shape()
    assert asked.leaves()
    assert asked == fresh
    assert repr(asked) == repr(fresh)
    assert to_data(asked) == to_data(fresh)
    assert copy.deepcopy(asked) == fresh


@pytest.mark.parametrize("cls", [Rubric, Row, Input])
def test_what_is_kept_is_no_key_of_a_file(cls: type) -> None:
    with pytest.raises(ReadError) as raised:
        read(cls, {"_worked_out": "x"})
    assert ("_worked_out",) in [each.path for each in raised.value.problems if each.code == "read.unknown-key"]
