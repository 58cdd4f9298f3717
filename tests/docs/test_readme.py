from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from cli.scores import print_scores
from cli.speaking import voice
from rules.comparison import compare, load_published
from rules.evaluator import Evaluator
from rules.facts_file import load_facts
from rules.rubric_file import load_rubric

if TYPE_CHECKING:
    from tests.docs.conftest import Documents

_TARGET = re.compile(r"\bmake ([a-z][a-z-]*)")
_RULE = re.compile(r"^([a-z][a-z-]*):", re.MULTILINE)
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_LONGEST = 120
READMES = ("README.md", "README.zh.md")


@pytest.mark.parametrize(
    "name", ["README.md", "README.zh.md", "CONTRIBUTING.md", "ARCHITECTURE.md", "docs/guide/command-line.md"]
)
def test_every_make_target_that_a_document_names_exists(documents: Documents, name: str) -> None:
    named = {match for code in _code(documents.text(name)) for match in _TARGET.findall(code)}
    assert named
    assert named <= set(_RULE.findall(documents.text("Makefile")))


def _code(text: str) -> list[str]:
    return re.findall(r"`[^`\n]+`", text) + re.findall(r"^```.*?^```", text, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("name", READMES)
def test_the_readme_can_be_read_in_one_sitting(documents: Documents, name: str) -> None:
    assert len(documents.text(name).splitlines()) <= _LONGEST


def test_both_readmes_lead_to_the_same_places(documents: Documents) -> None:
    english, chinese = (set(_LINK.findall(documents.text(name))) for name in READMES)
    assert {_in_english(target) for target in chinese} - {"README.md"} == english - {"README.zh.md"}
    assert "README.md" in chinese
    assert "README.zh.md" in english


def _in_english(target: str) -> str:
    plain = target.replace("docs/guide/zh/rubric-format.md", "docs/guide/rubric-format.md")
    return plain.replace("docs/guide/zh/", "docs/guide/en/")


def test_both_readmes_have_the_same_sections_and_commands(documents: Documents) -> None:
    texts = [documents.text(name) for name in READMES]
    assert len({text.count("\n## ") for text in texts}) == 1
    english, chinese = (_commands(documents, name) for name in READMES)
    assert english == chinese
    assert len({len(documents.blocks(name, "text")) for name in READMES}) == 1


def _commands(documents: Documents, name: str) -> list[str]:
    return [line.partition("#")[0].strip() for block in documents.blocks(name, "sh") for line in block.splitlines()]


@pytest.mark.parametrize(("name", "language", "head"), [("README.md", "en", "row"), ("README.zh.md", "zh", "指标")])
def test_the_table_in_the_readme_is_what_scoring_prints(
    documents: Documents,
    name: str,
    language: str,
    head: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    monkeypatch.setattr(voice, "language", language)
    file = load_rubric(documents.root / "rules/rubrics/guangzhou-baiyun/2021/department.yaml")
    scenario = documents.root / "scenarios" / "shijing_2021"
    evaluation = Evaluator(file.rubric, file.hash).score(load_facts(scenario / "facts.yaml")).evaluation
    assert evaluation is not None
    print_scores(evaluation, compare(evaluation, load_published(scenario / "published.yaml")))
    printed = {" ".join(line.split()) for line in capsys.readouterr().out.splitlines()}
    sample = [block for block in documents.blocks(name, "text") if block.startswith(head)]
    shown = [" ".join(line.split()) for line in sample[0].splitlines() if line.strip() != "…"]
    assert [line for line in shown if line not in printed] == []
