from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import pytest

from rules.core.reading import read_rubric
from rules.rubric_file import RubricFileError, load_rubric

if TYPE_CHECKING:
    from pathlib import Path


def problems(text: str) -> list[tuple[int, str]]:
    with pytest.raises(RubricFileError) as caught:
        load_rubric(text.encode(), "r.yaml")
    return [(each.line, each.problem.code) for each in caught.value.problems]


def test_the_hash_is_that_of_the_bytes_and_a_comment_changes_it(rubric_path: Path) -> None:
    text = rubric_path.read_bytes()
    plain, commented = load_rubric(text), load_rubric(text + "# 注\n".encode())
    assert plain.hash == hashlib.sha256(text).hexdigest() != commented.hash
    assert plain.canonical == commented.canonical
    assert load_rubric(rubric_path).hash == plain.hash


def test_the_canonical_json_holds_only_text_and_reads_as_the_same_rubric(rubric_path: Path) -> None:
    file = load_rubric(rubric_path)
    numbers: list[str] = []
    json.loads(file.canonical, parse_float=numbers.append, parse_int=numbers.append)
    assert numbers == []
    assert read_rubric(file.canonical) == file.rubric
    again = json.dumps(json.loads(file.canonical), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert again.encode() == file.canonical


def test_every_mistyped_part_is_named_with_its_line(rubric_text: str) -> None:
    broken = rubric_text.replace("rounding: {rows: 2,", "rounding: {rows: two,").replace(
        'when: "[0, 90%)"', 'when: "[0, 90%"'
    )
    broken = broken.replace("variant: ", "varient: ", 1)
    lines = broken.splitlines()
    assert problems(broken) == [
        (3, "read.missing-key"),
        (next(n for n, line in enumerate(lines, 1) if line.startswith("varient")), "read.unknown-key"),
        (next(n for n, line in enumerate(lines, 1) if "two" in line), "read.bad-integer"),
        (next(n for n, line in enumerate(lines, 1) if '"[0, 90%"' in line), "read.bad-interval"),
    ]


def test_a_result_that_means_nothing_is_named_with_its_line(rubric_text: str) -> None:
    broken = rubric_text.replace("result: points 0.5", "result: half", 1)
    line = broken[: broken.index("result: half")].count("\n") + 1
    assert [place for place, _ in problems(broken)] == [line]


def test_yaml_that_is_refused_is_a_rubric_file_error(rubric_text: str) -> None:
    assert problems(rubric_text.replace("year: 2021", "year: ２０２１", 1))[0][1] == "yaml.full-width"


def test_bytes_without_a_name_get_one() -> None:
    with pytest.raises(RubricFileError) as caught:
        load_rubric(b"[]")
    assert caught.value.problems[0].file == "rubric.yaml"
    assert caught.value.problems[0].problem.code == "read.not-map"
