"""A command that is typed wrongly is told in the reader's language how it is written and what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import typer

from cli import main
from cli.mistyped import mistake

if TYPE_CHECKING:
    from tests.support.command_line import CommandLine

APPROVE = ("correct", "approve")
MISTAKES = {
    ("scores",): (
        'There is no command "scores". There is: score, correct.',
        "没有命令“scores”。可用：score、correct。",
    ),
    ("--port",): ('There is no option "--port".', "没有选项“--port”。"),
    ("score", "--rubrik", "x"): (
        'There is no option "--rubrik". There is: --rubric.',
        "没有选项“--rubrik”。可用：--rubric。",
    ),
    ("task", "list", "one", "two"): ('Nothing is expected at "one two".', "多出了“one two”，命令不接受。"),
    ("task", "list", "--as"): ('The option "--as" needs a value behind it.', "选项“--as”后面要写内容。"),
    ("task", "list", "--json=1"): ('The option "--json" takes no value.', "选项“--json”后面不写内容。"),
    ("score",): ('"facts" is missing.', "缺少“facts”。"),
    ("deadline", "extend"): ('"--as" is missing.', "缺少“--as”。"),
    ("score", "/nope"): (
        '"facts": there is no file "/nope"; check its name.',
        "“facts”：没有文件“/nope”；请核对文件名。",
    ),
    ("score", "/"): ('"facts": "/" is a folder and should be a file.', "“facts”：“/”是文件夹，应为文件。"),
    (*APPROVE, "x", "--as", "y"): ('"proposal" should be a whole number.', "“proposal”应为整数。"),
    (*APPROVE, "0", "--as", "y"): ('"proposal" should be 1 or more.', "“proposal”应不小于 1。"),
    ("rehearse", "--departments", "201"): ('"--departments" should be 200 or less.', "“--departments”应不大于 200。"),
    ("evaluate", "d", "--as", "y", "--stage", "x"): (
        '"--stage" cannot be "x". There is: monitoring, score.',
        "“--stage”不能是“x”。可用：monitoring、score。",
    ),
}


@pytest.mark.parametrize("arguments", MISTAKES, ids=" ".join)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_is_mistyped_is_said_in_the_readers_language(
    jixiao: CommandLine, language: str, arguments: tuple[str, ...]
) -> None:
    jixiao.language = language
    ran = jixiao(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.splitlines()[-1] == MISTAKES[arguments][language == "zh"]


@pytest.mark.parametrize("chosen", [("--lang", "zh"), ("--lang=zh",)])
def test_a_language_that_is_chosen_before_it_holds_for_the_mistake_too(
    jixiao: CommandLine, chosen: tuple[str, ...]
) -> None:
    ran = jixiao(*chosen, "scores")
    assert ran.err.splitlines() == [
        "用法：jixiao [选项/OPTIONS] 命令/COMMAND [参数/ARGS]...",
        "运行 jixiao --help 查看说明。",
        "没有命令“scores”。可用：score、correct。",
    ]
    assert jixiao(*chosen).err.splitlines()[-1] == "还没有写命令。"


@pytest.mark.parametrize("arguments", [(), ("task",)])
def test_no_arguments_at_all_show_the_help_and_no_mistake(jixiao: CommandLine, arguments: tuple[str, ...]) -> None:
    ran = jixiao(*arguments)
    assert (ran.code, ran.err) == (2, "")
    assert "--help" in ran.out


def test_a_file_that_may_not_be_read_is_named() -> None:
    said = mistake("Invalid value for 'facts': file 'a b.yaml' is not readable.")
    assert said == mistake("Invalid value for 'facts': File 'a b.yaml' is not readable.")
    assert "a b.yaml" in said


def test_what_typer_says_in_words_that_nobody_foresaw_is_quoted() -> None:
    assert mistake("Something new.").endswith("Something new.")


def test_what_is_broken_off_at_a_question_says_so(jixiao: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(_arguments: list[str]) -> typer.Typer:
        tree = typer.Typer()

        @tree.callback(invoke_without_command=True)
        def ask() -> None:
            raise typer.Abort

        return tree

    monkeypatch.setattr(main, "commands", asked)
    ran = jixiao()
    assert (ran.code, ran.out, ran.err) == (1, "", "Broken off.\n")
