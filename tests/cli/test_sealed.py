"""Seals, addenda and corrections as they are typed, on a book that has ended: no service has to run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.sealed_walk import DOCUMENT, Walk
from tests.support.shijing import BOOK

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.command_line import CommandLine
    from tests.support.shijing import Shijing


@pytest.fixture
def walk(played: Shijing, jixiao: CommandLine, tmp_path: Path) -> Walk:
    played.desk.engine.dispose()
    return Walk(jixiao, tmp_path)


@pytest.mark.thorough
def test_a_concluded_year_is_sealed_opened_amended_corrected_and_sealed_again(walk: Walk) -> None:
    walk.whole()
    walk.checks()


def test_a_seal_that_stands_is_handed_out_again(walk: Walk) -> None:
    first = walk.done("audit", "seal", "--as", "anquan")
    assert first.err.startswith(f"Sealed: book {BOOK}, seal 1, record ")
    assert walk.done("audit", "seal", BOOK, "--as", "anquan").out == first.out
    walk.jixiao.language = "zh"
    assert walk.done("audit", "seal", "--as", "anquan").err.startswith(f"已封账：账册 {BOOK}，第 1 次封账")


def test_the_lists_say_what_was_allowed_and_what_was_corrected(walk: Walk) -> None:
    assert walk.done("addendum", "list").out == "No addendum has been authorised.\n"
    assert walk.done("correct", "list").out == "Nothing was corrected.\n"
    walk.whole()
    assert "示财绩〔2022〕30号 关于补充佐证的通知, sealed" in walk.done("addendum", "list").out
    told = walk.done("correct", "list").out
    assert "approved" in told
    assert "performance-rules, 2 → performance-rules, 3" in told
    assert "Proposed by: 复核员（演练）; decided by: 绩效科（演练）" in told
    assert told in walk.done("task", "changes", "--department", "shijing").out
    assert walk.done("correct", "list", "--json").document["corrections"][0]["state"] == "approved"
    assert walk.done("addendum", "list", "--json").document["addenda"][0]["reason"] == "审计要求"
    verified = walk.done("audit", "verify").out
    assert "  Seal 2: record " in verified
    assert "  Correction: record " in verified
    walk.jixiao.language = "zh"
    assert "已批准" in walk.done("correct", "list").out


def test_a_correction_puts_one_thing_right(walk: Walk) -> None:
    words = ("correct", "propose", "3", "--as", "fuhe", *DOCUMENT)
    assert "puts one thing right" in walk.refused(*words)
    assert "puts one thing right" in walk.refused(*words, "--score", "a=1", "--due", "2022-01-01")
    assert "NAME=VALUE" in walk.refused(*words, "--finding", "rules")
    assert "has no record 999" in walk.refused("correct", "approve", "999", "--as", "jixiaoke")


def test_what_is_refused_on_a_book_that_has_ended_says_what_to_do(walk: Walk) -> None:
    assert "is concluded and not sealed" in walk.refused(
        "correct", "propose", "3", "--as", "anquan", *DOCUMENT, "--days", "2020-10-09="
    )
    assert "needs no addendum" in walk.refused(
        "addendum", "authorise", "--as", "jixiaoke", *DOCUMENT, "--title", "通知", "--corrections"
    )
    assert walk.refused(*walk.amend()) != ""


def test_a_book_in_its_year_is_not_sealed(shijing: Shijing, jixiao: CommandLine) -> None:
    shijing.desk.engine.dispose()
    ran = jixiao("audit", "seal", "--as", "anquan")
    assert ran.code == 1
    assert "jixiao audit sign" in ran.err
