from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from rules.core.admission import admit
from rules.core.errors import FactsError
from rules.facts_file import FactsFileError, load_facts, load_facts_file
from rules.rubric_file import load_rubric
from rules.yaml_source import compose

if TYPE_CHECKING:
    from pathlib import Path

FACT = {"input": "rate", "value": "93.66", "origin": "figure", "place": "一、（三）", "unit": "%"}


def problems(path: Path, text: str) -> list[tuple[int, int, str, dict[str, str]]]:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FactsFileError) as caught:
        load_facts(path)
    return [(each.line, each.column, each.problem.code, each.problem.params) for each in caught.value.problems]


def test_yaml_and_json_give_the_same_facts(tmp_path: Path, scenario: Path) -> None:
    tree = compose((scenario / "facts.yaml").read_bytes(), "facts.yaml").tree
    for indent, ascii_only in ((None, True), (2, False)):
        copy = tmp_path / "facts.json"
        copy.write_text(json.dumps(tree, indent=indent, ensure_ascii=ascii_only), encoding="utf-8")
        assert load_facts(copy) == load_facts(scenario / "facts.yaml")


def test_a_float_in_json_is_refused_by_name_and_place(tmp_path: Path) -> None:
    text = '{"department": "街道",\n "facts": [{"input": "rate", "value": 93.66, "origin": "figure", "place": "一"}]}'
    column = text.splitlines()[1].index("93.66") + 1
    assert problems(tmp_path / "f.json", text) == [(2, column, "json.float", {"value": "93.66", "wanted": '"93.66"'})]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("1e3", "json.float"),
        ("NaN", "json.float"),
        ("112", "json.not-text"),
        ("true", "json.not-text"),
        ('"９％"', "yaml.full-width"),
    ],
)
def test_a_json_value_that_is_not_plain_text_is_refused(tmp_path: Path, value: str, code: str) -> None:
    assert problems(tmp_path / "f.json", f'{{"department": {value}}}')[0][:3] == (1, 16, code)


@pytest.mark.parametrize(
    ("text", "place", "code"),
    [
        ('{"a": "1",\n "a": "2"}', (2, 2), "json.duplicate-key"),
        ('{"a": "1"\n "b": "2"}', (2, 2), "json.syntax"),
        ('{"a": "1"} x', (1, 12), "json.extra"),
        ("{a: 1}", (1, 2), "json.syntax"),
        ('{"a": [1, ]}', (1, 11), "json.syntax"),
        ("", (1, 1), "json.syntax"),
        ("{" * 1, (1, 2), "json.syntax"),
        ("[" * 100_000, (1, 34), "json.too-deep"),
        ('{"a": "\n"}', (1, 8), "json.syntax"),
    ],
)
def test_malformed_json_is_refused_with_its_place(tmp_path: Path, text: str, place: tuple[int, int], code: str) -> None:
    assert (place, code) in [(each[:2], each[2]) for each in problems(tmp_path / "f.json", text)]


def test_json_that_is_not_utf8_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "f.json"
    path.write_bytes(b'{\n"a": "\xff"}')
    with pytest.raises(FactsFileError) as caught:
        load_facts(path)
    assert (caught.value.problems[0].line, caught.value.problems[0].problem.code) == (2, "file.not-utf8")


def test_a_wrong_word_in_facts_is_named_with_its_line(tmp_path: Path) -> None:
    fact = {**FACT, "origin": "guess"}
    text = f"department: 街道\nfacts:\n  - {json.dumps(fact, ensure_ascii=False)}\n"
    assert problems(tmp_path / "f.yaml", text)[0][0::2] == (3, "read.bad-choice")
    assert problems(tmp_path / "g.yaml", "department: 街道\nfacts: 5\nextra: 1\n")[0][0::2] == (2, "read.not-list")


def test_what_admission_finds_can_be_placed_in_the_file(tmp_path: Path, rubric_path: Path) -> None:
    path = tmp_path / "f.yaml"
    path.write_text(
        'department: 街道\nfacts:\n  - input: annual_spent\n    value: "150426500"\n    unit: 元\n'
        "    origin: figure\n    place: 一\n",
        encoding="utf-8",
    )
    loaded = load_facts_file(path)
    with pytest.raises(FactsError) as caught:
        admit(load_rubric(rubric_path).rubric, loaded.facts)
    placed = loaded.located(caught.value).problems
    assert [(each.line, each.problem.code) for each in placed] == [(5, "facts.wrong-money-unit")]
    assert placed[0].problem.params["right"] == "15042.65"
