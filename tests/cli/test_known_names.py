"""After a name that there is not come those that there are: all of a few, the nearest of many."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.messages import catalogue
from cli.failures import problem_line, worded
from cli.known_names import SHOWN_BY, known_names
from cli.speaking import voice
from rules.core.errors import Problem

if TYPE_CHECKING:
    from tests.support.command_line import CommandLine

MANY = [*(f"d{number:03d}" for number in range(200)), "library", "parks"]


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voice, "language", "en")


def test_a_few_names_are_all_said() -> None:
    assert known_names("department.unknown", "、".join(MANY[:12]), ["x"]) == ", ".join(MANY[:12])


def test_of_many_names_the_nearest_are_said_with_their_number_and_the_command_that_shows_all() -> None:
    shown = worded("department.unknown", {"department": "libary", "known": "、".join(MANY)})["known"]
    assert shown == "library, parks, d000, d001, d002 … (202 in all, see jixiao audit replay --at YYYY-MM-DD)"


def test_where_no_command_shows_them_only_their_number_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = worded("person.unknown", {"login": "park", "known": "、".join(MANY)})["known"]
    assert shown.startswith("parks, ")
    assert shown.endswith(" … (202 in all)")
    monkeypatch.setattr(voice, "language", "zh")
    assert worded("person.unknown", {"login": "park", "known": "、".join(MANY)})["known"].endswith("……（共 202 个）")


def test_a_problem_of_a_file_is_told_the_nearest_names_too() -> None:
    line = problem_line(Problem("read.unknown-key", ("phases",), key="shema", known=", ".join(["schema", *MANY])))
    assert line.startswith('phases: There is no "shema" here; possible are: schema, ')
    assert line.endswith(" … (203 in all).")


def test_a_name_of_any_length_is_compared_in_time() -> None:
    assert known_names("", "、".join(MANY), ["长" * 100_000]).endswith("(202 in all)")


@pytest.mark.parametrize("code", SHOWN_BY)
def test_a_list_that_a_command_shows_belongs_to_a_sentence_and_to_a_command_that_there_are(
    jixiao: CommandLine, code: str
) -> None:
    assert "{known}" in catalogue("en")[code]
    words = [word for word in SHOWN_BY[code].split()[1:] if word[0].islower()]
    helped = jixiao(*words, "--help")
    assert helped.code == 0
    assert f"Usage: jixiao {' '.join(words)} " in helped.out
    options = [word for word in SHOWN_BY[code].split() if word.startswith("--")]
    assert [option for option in options if option not in helped.out] == []
