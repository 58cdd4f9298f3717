from __future__ import annotations

import dataclasses
import re
import textwrap
from typing import TYPE_CHECKING, get_args

import pytest

from rules.cases import run_cases
from rules.core import adjust, agreement, inputs, monitoring, shapes, tiers
from rules.core import rubric as types
from rules.core.inputs import answer_type
from rules.core.score import monitor, score
from rules.lint import lint
from rules.rubric_file import RubricFile, load_rubric
from tests.rules.form import TEXT

if TYPE_CHECKING:
    from pathlib import Path

    from rules.core.evaluation import Evaluation, MonitoringEvaluation
    from rules.core.facts import Facts
    from tests.docs.conftest import Documents

GUIDE = "docs/guide/rubric-format.md"
CHINESE = "docs/guide/zh/rubric-format.md"
_LINES = re.MULTILINE | re.DOTALL
SHIPPED = "rules/rubrics/guangzhou-baiyun/2021/department.yaml"


@pytest.fixture
def whole(documents: Documents) -> RubricFile:
    (example,) = documents.blocks(GUIDE, "yaml rubric")
    return load_rubric(example.encode(), GUIDE)


def test_lint_finds_nothing_wrong_with_the_whole_rubric_of_the_guide(whole: RubricFile) -> None:
    assert [str(found) for found in lint(whole)] == []


def test_the_cases_of_the_guide_come_out(documents: Documents, whole: RubricFile, tmp_path: Path) -> None:
    cases = tmp_path / "department.cases.yaml"
    cases.write_text("".join(documents.blocks(GUIDE, "yaml cases")), encoding="utf-8")

    def scored(facts: Facts) -> Evaluation:
        return score(whole.rubric, whole.hash, facts)

    def monitored(facts: Facts) -> MonitoringEvaluation:
        return monitor(whole.rubric, whole.hash, facts)

    results = run_cases(whole, cases, scored, monitored)
    assert len(results) > 1
    assert [(case.name, case.differences, case.error) for case in results if not case.passed] == []


def test_excerpts_of_the_guide_stand_in_the_shipped_rubric(documents: Documents) -> None:
    shipped = documents.text(SHIPPED)
    excerpts = documents.blocks(GUIDE, "yaml excerpt")
    assert len(excerpts) > 5
    assert [textwrap.dedent(each) for each in excerpts if each not in shipped] == []


def test_blocks_of_the_form_in_the_guide_stand_in_the_form_that_the_tests_score(documents: Documents) -> None:
    blocks = documents.blocks(GUIDE, "yaml form")
    assert len(blocks) > 4
    assert [each for each in blocks if each not in TEXT] == []


def test_the_guide_gives_every_witnessed_word_with_the_type_of_its_answer(documents: Documents) -> None:
    rows = re.findall(r"^\| ((?:`[a-z.-]+`(?:, )?)+) \| `(\w+)` \|", documents.text(GUIDE), re.MULTILINE)
    given = {word: kind for words, kind in rows for word in re.findall(r"`([a-z.-]+)`", words)}
    assert given == {word: answer_type(word) for word in get_args(types.Witnessed)}


def test_the_guide_names_every_key_of_a_rubric(documents: Documents) -> None:
    text = documents.text(GUIDE)
    modules = {each.__name__ for each in (types, inputs, shapes, adjust, agreement, monitoring, tiers)}
    parts = [part for part in vars(types).values() if isinstance(part, type) and part.__module__ in modules]
    keys = {key.name for part in parts if dataclasses.is_dataclass(part) for key in dataclasses.fields(part)}
    assert len(keys) > 60
    assert [
        key for key in sorted(keys) if not any(sign in text for sign in (f"`{key}`", f"{key}: ", f"`{key}: "))
    ] == []


def test_the_chinese_guide_shows_the_same_blocks_and_tables(documents: Documents) -> None:
    english, chinese = (documents.text(name) for name in (GUIDE, CHINESE))
    assert re.findall(r"^```.*?^```$", chinese, _LINES) == re.findall(r"^```.*?^```$", english, _LINES)
    assert chinese.count("\n## ") == english.count("\n## ")
    # The first cell of a row names a key, in either language; between two keys stands a Chinese or an English mark.
    keys = [
        set(re.findall(r"`([^`]+)`", " ".join(re.findall(r"^\| (.*?) \|", text, _LINES))))
        for text in (english, chinese)
    ]
    assert len(keys[0]) > 40
    assert keys[0] == keys[1]
