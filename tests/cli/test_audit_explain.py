from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.command_line import CommandLine
from tests.support.shijing import BOOK, DEPARTMENT

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.shijing import Shijing


@pytest.fixture
def jixiao(played: Shijing, data: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """The command line on Shijing's year."""
    played.desk.engine.dispose()
    return CommandLine(monkeypatch, data)


@pytest.mark.parametrize(("language", "said"), [("en", "Targets were filed."), ("zh", "绩效目标已报送。")])
def test_a_record_is_explained_in_plain_words(jixiao: CommandLine, language: str, said: str) -> None:
    jixiao.language = language
    told = [jixiao("audit", "explain", str(number)) for number in range(1, 12)]
    assert [one.code for one in told] == [0] * 11
    assert any(said in one.out for one in told)


def test_the_explanation_for_programs_has_the_same_parts(jixiao: CommandLine) -> None:
    told = [jixiao("audit", "explain", str(number), BOOK, "--json").document for number in range(1, 47)]
    filed = next(one for one in told if one["kind"] == "self-evaluation.filed")
    assert (filed["department"], filed["who"]["role"]) == (DEPARTMENT, "filler")
    assert {one["kind"] for one in filed["followed"]} >= {"evaluation.made"}
    assert any(one["table"] == "filing" and one["before"] is None for one in filed["changes"])


def test_a_number_that_is_none_of_the_book_is_refused_with_what_there_is(jixiao: CommandLine) -> None:
    refused = jixiao("audit", "explain", "47")
    assert (refused.code, "it has 46" in refused.err) == (1, True)


def test_a_department_is_shown_as_it_stood_then(jixiao: CommandLine) -> None:
    by_day = jixiao("audit", "replay", BOOK, "--at", "2022-05-01", "--department", DEPARTMENT, "--json").document
    (state,) = by_day["books"][0]["departments"]
    assert {one["state"] for one in state["findings"]} == {"ordered"}
    assert {one["state"] for one in state["warnings"]} == {"closed"}
    opened = jixiao("audit", "replay", BOOK, "--at", "1", "--json").document["books"][0]
    assert (opened["records"], opened["departments"]) == (1, [])


def test_a_department_that_was_not_there_yet_is_refused(jixiao: CommandLine) -> None:
    assert jixiao("audit", "replay", BOOK, "--at", "1", "--department", DEPARTMENT).code == 1


def test_two_moments_are_compared(jixiao: CommandLine) -> None:
    told = jixiao("audit", "diff", "--from", "20", "--to", "2021-12-31", "--department", DEPARTMENT)
    assert (told.code, "state filed → done" in told.out) == (0, True)
    nothing = jixiao("audit", "diff", "--from", "20", "--to", "20", "--json").document
    assert nothing["differences"] == []


@pytest.mark.parametrize("given", ["0", "soon", "2021-13-01", "-1"])
def test_what_is_no_moment_is_refused(jixiao: CommandLine, given: str) -> None:
    assert "neither the number of a record nor a day" in jixiao("audit", "diff", f"--from={given}", "--to", "2").err
