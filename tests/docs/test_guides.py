"""The guides, followed word by word on a service of their own: every command, its exit code and what it prints."""

from __future__ import annotations

import time
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from app.messages import catalogue, sentence
from tests.support.command_line import CommandLine
from tests.support.guides import ROOT, Step, Terminal, prints, steady, steps
from tests.support.refresh_guides import GUIDES, LANGUAGES

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.thorough

PATIENCE_SECONDS = 15


def guide(name: str, language: str) -> Path:
    return ROOT / "docs" / "guide" / language / f"{name}.md"


@pytest.mark.parametrize("name", GUIDES)
def test_both_languages_of_a_guide_give_the_same_commands(name: str) -> None:
    chinese, english = (steps(guide(name, language)) for language in LANGUAGES)
    assert len(chinese) > 5
    assert [(step.info, step.commands) for step in chinese] == [(step.info, step.commands) for step in english]
    assert [step.shown is None for step in chinese] == [step.shown is None for step in english]


@pytest.mark.parametrize("name", GUIDES)
def test_both_languages_of_a_guide_have_the_same_sections(name: str) -> None:
    chinese, english = (guide(name, language).read_text(encoding="utf-8") for language in LANGUAGES)
    assert chinese.count("\n## ") == english.count("\n## ") > 5


def test_what_a_guide_shows_is_compared_line_by_line() -> None:
    assert prints("a  b\n…\nhash …", "a b\nx\ny\nhash 12\n")
    assert prints("a\n…\nb", "a\nb\n")
    assert not prints("a\nb", "a\nx\nb\n")
    assert not prints("hash … end", "hash 12\n")
    assert not prints("a", "a\nb\n")


def test_a_guide_shows_nothing_that_the_next_run_says_otherwise() -> None:
    said = f"as record 12.\n  hash {'ab' * 32}  \n  key parks/x/targets.file/0123456789abcdef (again)\n"
    assert steady(said) == "as record ….\n  hash …\n  key parks/x/targets.file/… (again)\n"
    for name in GUIDES:
        for step in (step for language in LANGUAGES for step in steps(guide(name, language)) if step.shown):
            assert step.shown == steady(step.shown), step.commands


def test_the_auditors_guide_explains_every_kind_of_damage() -> None:
    kinds = [code for code in catalogue("en") if code.startswith("damage.")]
    assert len(kinds) > 10
    for language in LANGUAGES:
        text = guide("auditor", language).read_text(encoding="utf-8")
        assert [code for code in kinds if f"| {sentence(language, code)} |" not in text] == []


@pytest.mark.slow
@pytest.mark.parametrize("name", GUIDES)
def test_a_guide_can_be_followed_word_by_word(name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    terminal = Terminal(CommandLine(monkeypatch, tmp_path / "data"), monkeypatch, tmp_path)
    walks = [steps(guide(name, language)) for language in LANGUAGES]
    with ExitStack() as other_terminals:
        for both in zip(*walks, strict=True):
            if both[0].service:
                other_terminals.enter_context(terminal.another(both[0].commands[0]))
                continue
            # The same words again are the same request: so either language can be asked.
            for step, language in zip(both, LANGUAGES, strict=True):
                if step.shown is not None or language == LANGUAGES[0]:
                    _follow(terminal, step, language)


def _follow(terminal: Terminal, step: Step, language: str) -> None:
    """Type it as a person does, who looks again when the next phase is not there yet."""
    end = time.monotonic() + PATIENCE_SECONDS
    while True:
        ran = [terminal.type(words, language) for words in step.commands]
        said = "".join(one.out + one.err for one in ran)
        if ran[-1].code == step.code and (step.shown is None or prints(step.shown, said)):
            return
        assert time.monotonic() < end, f"{step.commands}: {ran[-1].code}\nshown:\n{step.shown}\nsaid:\n{said}"
        time.sleep(0.3)
