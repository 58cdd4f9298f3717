"""What amendments changed, read later and by anybody who may read the book."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlmodel import Session

from audit.commitment import commit_text
from models.commands import Amendment
from models.side_stores import CommittedText
from tests.support.amendments import TEN
from tests.support.shijing import BOOK, local

if TYPE_CHECKING:
    from tests.support.command_line import CommandLine
    from tests.support.shijing import Shijing


@pytest.fixture
def amended(shijing: Shijing) -> str:
    """A figure of the self-evaluation was amended before the review; the commitment to the reason."""
    shijing.play(until="review.conclude")
    with Session(shijing.desk.engine) as session, session.begin():
        reason = commit_text(session, BOOK, "amend/1", "opinion", "决算批复后更正")
    content = Amendment.model_validate({"lists": {"facts": [TEN], "results": []}, "reason": reason})
    shijing.act("self-evaluation", "self-evaluation.amend", content, "filler", local("2022-04-01"), "amend/1")
    return reason


@pytest.mark.usefixtures("amended")
def test_a_changed_score_shows_totals_row_rule_arithmetic_and_cause(jixiao: CommandLine) -> None:
    ran = jixiao("task", "changes", "--department", "shijing")
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert lines[0].startswith(f"2022-04-01  石井街道办事处  book {BOOK}, record ")
    assert lines[1].startswith("  cause: amend the self-evaluation (record ")
    assert lines[1].endswith("): 决算批复后更正")
    assert lines[2].startswith("  total: 90.25 → 89.75  grade: 优 → ")
    assert lines[3].endswith(" (income-variance): 1.50 → 1.00")
    assert lines[4] == "  rule: income-variance/step-1 → income-variance/step-2"
    assert lines[5].startswith("  arithmetic: ")


@pytest.mark.usefixtures("amended")
def test_programs_read_the_changes_of_a_book(jixiao: CommandLine) -> None:
    (change,) = jixiao("task", "changes", "--book", BOOK, "--json").document["changes"]
    assert (change["department"], change["act"], change["reason"]) == (
        "shijing",
        "self-evaluation.amend",
        "决算批复后更正",
    )
    assert (change["total_before"], change["total_after"]) == ("90.25", "89.75")
    (row,) = change["rows"]
    assert (row["row"], row["before"], row["after"]) == ("income-variance", "1.50", "1.00")


def test_a_reason_that_another_database_holds_does_not_pass_for_an_erased_one(
    jixiao: CommandLine, shijing: Shijing, amended: str
) -> None:
    with Session(shijing.desk.engine) as session, session.begin():
        session.delete(session.get_one(CommittedText, amended))
    assert "[this database does not hold the words]" in jixiao("task", "changes").out


@pytest.mark.usefixtures("shijing")
def test_a_year_without_amendments_has_no_changes(jixiao: CommandLine) -> None:
    assert jixiao("task", "changes").out == "No score was changed.\n"
    assert jixiao("task", "changes", "--json").document == {"changes": [], "corrections": []}


@pytest.mark.usefixtures("shijing")
def test_the_changes_of_an_unknown_department_are_refused_with_those_there_are(jixiao: CommandLine) -> None:
    ran = jixiao("task", "changes", "--department", "shijin")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == 'There is no department "shijin"; enrolled are: shijing.\n'
