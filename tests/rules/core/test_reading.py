from __future__ import annotations

import json
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import pytest

from rules.core.errors import FactsError, Problem, RubricError
from rules.core.interval import Interval
from rules.core.reading import ReadError, read, read_facts, read_rubric


@dataclass(frozen=True, slots=True)
class Leaf:
    name: str
    share: Fraction
    when: Interval | None = None


@dataclass(frozen=True, slots=True)
class Tree:
    size: int
    sure: bool
    colour: Literal["red", "green"]
    leaves: tuple[Leaf, ...] = ()
    named: dict[str, Fraction] | None = None


WHOLE: dict[str, object] = {
    "size": "12",
    "sure": "true",
    "colour": "red",
    "leaves": [{"name": "a", "share": "5%", "when": "[0, 60%)"}],
    "named": {"x": "-1.5"},
}


def faults(data: object) -> list[tuple[str, tuple[str | int, ...]]]:
    with pytest.raises(ReadError) as caught:
        read(Tree, data)
    return [(problem.code, problem.path) for problem in caught.value.problems]


def test_text_becomes_typed_data() -> None:
    tree = read(Tree, WHOLE)
    leaf = Leaf("a", Fraction(1, 20), Interval(Fraction(0), True, Fraction(3, 5), False))
    assert tree == Tree(12, True, "red", (leaf,), {"x": Fraction(-3, 2)})


def test_what_has_a_default_may_be_left_out_or_null() -> None:
    assert read(Tree, {"size": "1", "sure": "false", "colour": "green", "named": None}) == Tree(1, False, "green")


@pytest.mark.parametrize(
    ("key", "value", "code", "place"),
    [
        ("size", "1.5", "read.bad-integer", ("size",)),
        ("size", "１２", "read.bad-integer", ("size",)),
        ("sure", "yes", "read.bad-boolean", ("sure",)),
        ("colour", "rot", "read.bad-choice", ("colour",)),
        ("colour", None, "read.empty", ("colour",)),
        ("size", 12, "read.not-text", ("size",)),
        ("size", True, "read.not-text", ("size",)),
        ("size", 1.5, "read.float", ("size",)),
        ("size", ["1"], "read.nested", ("size",)),
        ("leaves", {}, "read.not-list", ("leaves",)),
        ("leaves", ["a"], "read.not-map", ("leaves", 0)),
        ("leaves", [{"name": "a"}], "read.missing-key", ("leaves", 0)),
        ("leaves", [{"name": "a", "share": "1e3"}], "read.bad-number", ("leaves", 0, "share")),
        ("leaves", [{"name": "a", "share": "1", "when": "[1, 0]"}], "read.bad-interval", ("leaves", 0, "when")),
        ("leaves", [{"name": "a", "share": "1", "x": "1"}], "read.unknown-key", ("leaves", 0, "x")),
        ("named", [], "read.not-map", ("named",)),
        ("named", {"x": "y"}, "read.bad-number", ("named", "x")),
    ],
)
def test_a_fault_has_its_code_and_its_place(key: str, value: object, code: str, place: tuple[str | int, ...]) -> None:
    assert faults({**WHOLE, key: value}) == [(code, place)]


def test_all_faults_are_found_at_once() -> None:
    assert faults({"size": "x", "colour": "rot", "extra": "1"}) == [
        ("read.unknown-key", ("extra",)),
        ("read.missing-key", ()),
        ("read.bad-integer", ("size",)),
        ("read.bad-choice", ("colour",)),
    ]


def test_a_bad_choice_names_what_is_wanted() -> None:
    with pytest.raises(ReadError) as caught:
        read(Tree, {**WHOLE, "colour": "rot"})
    assert caught.value.problems == (Problem("read.bad-choice", ("colour",), value="rot", wanted="red, green"),)


def canonical(**changes: object) -> bytes:
    tree: dict[str, object] = {
        "schema": "1", "semantics": "1", "id": "t", "version": "1", "name": "t", "issuer": "t", "year": "2021",
        "variant": "t", "document": {"title": "t"}, "points": "2", "rounding": {"rows": "2", "total": "2"},
        "grades": [], "inputs": {}, "rows": [],
    }  # fmt: skip
    return json.dumps({**tree, **changes}).encode()


def test_a_rubric_is_read_from_its_canonical_bytes() -> None:
    assert read_rubric(canonical()).points == 2


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"{", "read.not-json"),
        (b"\xff", "read.not-json"),
        (b"[" * 100_000, "read.not-json"),
        (b'{"points": "1", "points": "2"}', "read.duplicate-key"),
        (canonical(points=1.5), "read.float"),
        (canonical(points=float("nan")), "read.float"),
        (canonical(points=2), "read.not-text"),
    ],
)
def test_a_rubric_that_is_not_canonical_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(RubricError) as caught:
        read_rubric(data)
    assert caught.value.problems[0].code == code


def test_a_band_that_is_worth_nothing_known_is_refused_with_its_place() -> None:
    band = {"id": "all", "when": "[0, -)", "result": "half"}
    row = {"id": "r", "name": "r", "points": "2", "piecewise": {"metric": {"value": "x"}, "bands": [band]}}
    with pytest.raises(RubricError) as caught:
        read_rubric(canonical(rows=[{"id": "g", "name": "g", "points": "2", "rows": [row]}]))
    (problem,) = caught.value.problems
    assert (problem.code, problem.params["value"]) == ("read.bad-choice", "half")
    assert problem.path == ("rows", 0, "rows", 0, "piecewise", "bands", 0, "result")


def test_facts_that_cannot_be_read_are_a_facts_error() -> None:
    with pytest.raises(FactsError) as caught:
        read_facts({"department": "d", "facts": [{"input": "x", "value": 93.66, "origin": "figure", "place": "p"}]})
    assert caught.value.problems == (Problem("read.float", ("facts", 0, "value"), value="93.66"),)
