"""Days that cannot be counted are refused at their place, and nobody types what the book counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from models.commands import Filed
from tests.support.amendments import figure
from tests.support.clocked import PUBLISHED, Clocked
from tests.support.refusals import refused
from tests.support.shijing import local

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from models.receipts import Receipt
    from tests.support.templates import Templates

SCORING = "self-evaluation"
ACT = "self-evaluation.file"
DAYS = "2021-10-08/2021-10-28"


@pytest.fixture
def year(tmp_path: Path, templates: Templates) -> Iterator[Clocked]:
    """The self-evaluation is open under a rubric with clocks."""
    taken = templates.take(Clocked, ACT, tmp_path / "clocked")
    yield taken
    taken.desk.engine.dispose()


def file(year: Clocked, value: str) -> Receipt:
    return year.act(SCORING, ACT, year.filing_by(**{PUBLISHED: value}), "filler", local("2022-03-10"))


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("2021-10-08", "facts.bad-clock"),
        ("2021-10-8/2021-10-20", "facts.bad-clock"),
        ("2021-10-08/soon", "facts.bad-clock"),
        ("/2021-10-20", "facts.bad-clock"),
        ("yes/2021-10-20", "facts.bad-clock"),
        ("2021-10-08/2021-10-07", "facts.clock-backwards"),
        ("2021-10-08/2022-03-11", "facts.clock-future"),
        ("2022-03-11/", "facts.clock-future"),
        ("2022-03-01/", "facts.clock-running"),
    ],
)
def test_days_that_cannot_be_counted_are_refused_at_their_place(year: Clocked, value: str, code: str) -> None:
    content = year.filing_by(**{PUBLISHED: value})
    entries = content.model_dump(mode="json")["lists"]["facts"]
    place = [one["input"] for one in entries].index(PUBLISHED)
    with refused(year.desk, "facts.malformed") as told:
        file(year, value)
    assert told.faults == [(code, f"facts.{place}.value")]


def test_a_term_that_still_runs_is_refused_with_the_day_until_which_it_runs(year: Clocked) -> None:
    with refused(year.desk, "facts.malformed") as told:
        file(year, "2022-02-18/")
    assert told.problems[0].params == {"input": PUBLISHED, "started": "2022-02-18", "due": "2022-03-10"}


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"input": PUBLISHED, "origin": "counted"}, ["facts.counted-origin"]),
        ({"input": "rules_followed", "value": DAYS}, ["facts.bad-judgement"]),
        ({"input": "rules_followed", "origin": "counted"}, ["facts.counted-origin"]),
    ],
)
def test_nobody_types_what_the_book_counts_and_days_are_no_answer_without_a_clock(
    year: Clocked, changes: dict[str, str], codes: list[str]
) -> None:
    filed = year.filing(ACT)
    facts = filed.model_dump(mode="json")["lists"]["facts"]
    changed = [{**one, **changes} if one["input"] == changes["input"] else one for one in facts]
    with refused(year.desk, "facts.malformed") as told:
        year.act(SCORING, ACT, Filed(lists={**filed.lists, "facts": changed}), "filler", local("2022-03-10"))
    assert [code for code, _ in told.faults] == codes


def test_days_and_an_answer_of_one_judgement_are_two_facts_and_refused(year: Clocked) -> None:
    filed = year.filing_by(**{PUBLISHED: DAYS})
    facts = filed.model_dump(mode="json")["lists"]["facts"]
    again = filed.model_copy(update={"lists": {**filed.lists, "facts": [*facts, figure(PUBLISHED)]}})
    with refused(year.desk, "facts.malformed") as told:
        year.act(SCORING, ACT, again, "filler", local("2022-03-10"))
    assert [code for code, _ in told.faults] == ["facts.duplicate-fact"]
