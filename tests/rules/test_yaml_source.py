from __future__ import annotations

import pytest

from rules.core.errors import Problem
from rules.decoding import LARGEST
from rules.yaml_source import DEEPEST, YamlError, compose, narrow_number


def found(text: str | bytes) -> list[tuple[int, int, str]]:
    raw = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(YamlError) as caught:
        compose(raw, "r.yaml")
    assert all(problem.file == "r.yaml" for problem in caught.value.problems)
    return [(problem.line, problem.column, problem.problem.code) for problem in caught.value.problems]


def tree(text: str) -> object:
    return compose(text.encode(), "r.yaml").tree


@pytest.mark.parametrize(
    "scalar", ["no", "yes", "on", "1:30", "012", "0.10", "1e3", "2021-08-02", "0x1F", "NO", ".inf"]
)
def test_a_scalar_stays_the_text_that_stands_in_the_file(scalar: str) -> None:
    assert tree(f"a: {scalar}") == {"a": scalar}


@pytest.mark.parametrize("scalar", ["", "~", "null", "Null", "NULL"])
def test_an_empty_value_is_null_and_a_quoted_one_is_text(scalar: str) -> None:
    assert tree(f"a: {scalar}\nb: '{scalar}'") == {"a": None, "b": scalar}


def test_positions_are_those_of_the_scalar_and_of_a_containers_key() -> None:
    source = compose("a: 1\nrows:\n  - id: 甲\n    points: 2\n".encode(), "r.yaml")
    assert source.marks[("a",)] == (1, 4)
    assert source.marks[("rows",)] == (2, 1)
    assert source.marks[("rows", 0)] == (3, 5)
    assert source.marks[("rows", 0, "points")] == (4, 13)


def test_a_byte_order_mark_and_windows_line_ends_change_nothing() -> None:
    source = compose(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n", "r.yaml")
    assert source.tree == {"a": "1", "b": "2"}
    assert source.marks[("b",)] == (2, 4)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a: 1\nb: 2\na: 3\n", (3, 1, "yaml.duplicate-key")),
        ("a: 1\nb: *x\n", (2, 4, "yaml.alias")),
        ("a: &x 1\n", (1, 4, "yaml.anchor")),
        ("a: &x [1]\n", (1, 4, "yaml.anchor")),
        ("a:\n  <<: {b: 1}\n", (2, 3, "yaml.merge-key")),
        ("a: 1\nb: !!str 2\n", (2, 4, "yaml.tag")),
        ("a: !!python/object:os.system {}\n", (1, 4, "yaml.tag")),
        ("a: 1\nb:\t2\n", (2, 3, "yaml.tab")),
        ("a: 1\n---\nb: 2\n", (2, 1, "yaml.documents")),
        ("# nothing\n", (2, 1, "yaml.empty")),
        ("? [a]\n: 1\n", (1, 3, "yaml.key-not-text")),
        ("? \n: 1\n", (1, 2, "yaml.key-not-text")),
        ("a: [1\n", (2, 1, "yaml.syntax")),
        ("a: 1\n b: 2\n", (2, 3, "yaml.syntax")),
        ("甲: 1\n乙: \x01\n", (2, 4, "yaml.control-sign")),
        ("甲: 1\n乙: ９０％\n", (2, 4, "yaml.full-width")),
        ('a: "[６０％, 100％)"\n', (1, 4, "yaml.full-width")),
        ("a: points １\n", (1, 4, "yaml.full-width")),
        ("a: 2021-08-０2\n", (1, 4, "yaml.full-width")),
    ],
)
def test_what_makes_yaml_surprising_is_refused_with_its_place(text: str, wanted: tuple[int, int, str]) -> None:
    assert wanted in found(text)


def test_bytes_that_are_not_utf8_are_refused_with_their_line() -> None:
    assert found("甲: 1\n乙: ".encode() + "算".encode("gb18030")) == [(2, 4, "file.not-utf8")]
    assert found("a: 1".encode("utf-16"))[0][2] == "file.utf16"


def test_every_problem_is_found_at_once_in_the_order_of_the_file() -> None:
    assert [code for *_, code in found("a: &x 1\nb: !!str 2\na: ５\nc:\t1\n")] == [
        "yaml.anchor",
        "yaml.tag",
        "yaml.duplicate-key",
        "yaml.full-width",
        "yaml.tab",
    ]


def test_a_full_width_number_is_shown_as_it_should_be() -> None:
    assert narrow_number("９３．６６％") == "93.66%"
    assert narrow_number("－5") == "-5"
    assert narrow_number("（１，２）") == "(1,2)"
    for text in ("93.66%", "第１条", "①", "（一）", "２０２１年"):
        assert narrow_number(text) is None


def test_a_file_that_is_too_large_or_too_deep_is_refused_before_it_harms() -> None:
    assert found(b"a: " + b"1" * LARGEST) == [(1, 1, "file.too-large")]
    assert found("[" * (DEEPEST + 5) + "]" * (DEEPEST + 5))[-1][2] == "yaml.too-deep"


def test_the_duplicate_key_names_the_line_of_the_first() -> None:
    with pytest.raises(YamlError) as caught:
        compose(b"a: 1\nb: 2\na: 3\n", "r.yaml")
    assert caught.value.problems[0].problem.params == {"key": "a", "line": "1"}
    assert str(caught.value.problems[0]).startswith("r.yaml:3:1: ")


def test_a_problem_whose_path_is_not_in_the_file_stands_at_the_nearest_part() -> None:
    source = compose(b"a:\n  b: 1\n", "r.yaml")
    assert (source.locate(Problem("x", ("a", "c", 3))).line, source.locate(Problem("x", ("z",))).line) == (1, 1)
