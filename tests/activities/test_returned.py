"""A returned self-evaluation: open again with as much time, its review waiting, filed and reviewed anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlmodel import col, select

from models.commands import Amendment, Answer, Filed, ReviewedRow, ReviewResult
from models.projections import Alert, Review, Task
from models.values import instant
from tests.support.amendments import TEN, amend, change, kinds_from, rows, scores
from tests.support.refusals import refused
from tests.support.shijing import DEPARTMENT, PEOPLE, awaited_of, local, turn_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.commands import Content
    from models.receipts import Receipt
    from tests.support.shijing import Shijing

OPINION = Answer(opinion="0" * 64)
RETURNED = "2022-04-06"
FILED = "2022-04-20"


@pytest.fixture
def year(before: Callable[[str], Shijing]) -> Shijing:
    """Self-evaluated with 90.25, one day late; the review is open."""
    return before("review.conclude")


@pytest.fixture
def returned(year: Shijing) -> Shijing:
    send_back(year)
    return year


def send_back(year: Shijing, day: str = RETURNED, who: str = "reviewer", content: Answer = OPINION) -> Receipt:
    return year.act("review", "self-evaluation.return", content, who, local(day))


def better(year: Shijing, **values: str) -> Filed:
    """The first filing with some figures corrected."""
    lists: dict[str, Any] = dict(year.filing("self-evaluation.file").lists)
    facts = [{**fact, "value": values.get(fact["input"], fact["value"])} for fact in lists["facts"]]
    return Filed(lists={**lists, "facts": facts})


def file_again(year: Shijing, day: str = FILED, **values: str) -> Receipt:
    return year.act("self-evaluation", "self-evaluation.file", better(year, **values), "filler", local(day))


def conclude(year: Shijing, day: str, *changed: ReviewedRow) -> Receipt:
    return year.act("review", "review.conclude", ReviewResult(rows=changed), "reviewer", local(day))


def tasks(year: Shijing, act: str) -> list[tuple[int, str, str, int]]:
    with year.desk.reading() as session:
        query = select(Task).where(col(Task.act) == act).order_by(col(Task.round))
        return [(task.round, task.state, task.due, task.days_late) for task in session.exec(query)]


# -- returning --------------------------------------------------------------------------------------------------


def test_the_self_evaluation_is_open_again_with_as_many_days_as_it_had_at_first(year: Shijing) -> None:
    receipt = send_back(year)
    awaited = awaited_of(receipt, "self-evaluation")
    # From the 21st of February to the 18th of March there were 25 days.
    assert (awaited.act, awaited.role, awaited.since, awaited.due) == (
        "self-evaluation.file",
        "filler",
        RETURNED,
        "2022-05-01",
    )
    assert tasks(year, "self-evaluation.file")[1] == (2, "open", "2022-05-01", 0)


def test_the_review_stays_open_and_awaits_nobody(returned: Shijing) -> None:
    assert {turn.matter: (turn.state, turn.awaited is None) for turn in returned.turns()} == {
        "review": ("open", True),
        "self-evaluation": ("open", False),
    }
    assert tasks(returned, "review.conclude") == [(1, "done", "2022-04-25", 0)]


def test_a_return_that_comes_after_the_reviews_deadline_is_late(year: Shijing) -> None:
    assert send_back(year, "2022-04-27").days_late == 2
    assert tasks(year, "review.conclude") == [(1, "done", "2022-04-25", 2)]


def test_a_return_without_an_opinion_is_refused(year: Shijing) -> None:
    with refused(year.desk, "act.opinion-needed") as told:
        send_back(year, content=Answer())
    assert told.params == {"act": "self-evaluation.return"}


# -- by whom and when: every role in every state -------------------------------------------------------------------

STATES = ("unopened", "open", "waiting", "done")
EVERYBODY = ("reviewer", "filler", "office", "security")
RETURN = {"unopened": "phase.not-open", "open": None, "waiting": "review.returned", "done": "act.not-your-turn"}
FILE = {"unopened": None, "open": "act.not-your-turn", "waiting": None, "done": "act.not-your-turn"}
AMEND = {"unopened": "act.not-your-turn", "open": None, "waiting": "act.not-your-turn", "done": None}


def stands(before: Callable[[str], Shijing], state: str) -> Shijing:
    """The year in which the review stands so; it waits while the self-evaluation lies with the department again."""
    year = before("self-evaluation.file" if state == "unopened" else "review.conclude")
    if state == "waiting":
        send_back(year)
    if state == "done":
        conclude(year, RETURNED)
    return year


def send(year: Shijing, act: str, who: str) -> Receipt:
    contents: dict[str, Content] = {
        "self-evaluation.return": OPINION,
        "review.conclude": ReviewResult(),
        "self-evaluation.file": better(year),
        "self-evaluation.amend": Amendment(lists={"facts": [dict(TEN)]}, reason="0" * 64),
    }
    matter = "review" if act in ("self-evaluation.return", "review.conclude") else "self-evaluation"
    return year.act(matter, act, contents[act], who, local(FILED))


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(
    ("act", "owner", "codes"),
    [
        ("self-evaluation.return", "reviewer", RETURN),
        ("review.conclude", "reviewer", RETURN),
        ("self-evaluation.file", "filler", FILE),
        ("self-evaluation.amend", "filler", AMEND),
    ],
)
def test_each_act_is_open_to_its_own_role_in_its_own_states_alone(
    before: Callable[[str], Shijing], state: str, act: str, owner: str, codes: dict[str, str | None]
) -> None:
    year = stands(before, state)
    for who in EVERYBODY:
        if who != owner:
            with refused(year.desk, "act.not-appointed"):
                send(year, act, who)
    code = codes[state]
    if code is None:
        assert send(year, act, owner).sequence > 0
        return
    with refused(year.desk, code):
        send(year, act, owner)


def test_a_concluded_review_returns_nothing_until_an_amendment_reopens_it(year: Shijing) -> None:
    conclude(year, "2022-04-12")
    with refused(year.desk, "act.not-your-turn"):
        send_back(year, "2022-04-13")
    amend(year, TEN, day="2022-04-14")
    assert turn_of(send_back(year, "2022-04-15"), "self-evaluation").state == "open"


# -- while it lies with the department --------------------------------------------------------------------------


@pytest.mark.parametrize("act", ["review.conclude", "self-evaluation.return"])
def test_the_review_is_closed_to_the_reviewer_until_the_department_has_filed(returned: Shijing, act: str) -> None:
    content = ReviewResult() if act == "review.conclude" else OPINION
    with refused(returned.desk, "review.returned") as told:
        returned.act("review", act, content, "reviewer", local("2022-04-12"))
    assert told.params == {"department": DEPARTMENT, "act": act}


def test_the_ladders_speak_to_the_department_and_no_longer_about_the_review(returned: Shijing) -> None:
    with returned.desk.reading() as session:
        spoken = len(session.exec(select(Alert)).all())
    returned.climb(instant(local("2022-05-06")))
    with returned.desk.reading() as session:
        alerts = session.exec(select(Alert).order_by(col(Alert.sequence))).all()[spoken:]
    assert {(one.matter, one.act, one.due) for one in alerts} == {
        ("self-evaluation", "self-evaluation.file", "2022-05-01")
    }
    assert {one.kind for one in alerts} == {"reminder", "overdue"}


# -- filed again ------------------------------------------------------------------------------------------------


def test_filing_again_scores_anew_and_tells_what_changed(returned: Shijing) -> None:
    receipt = file_again(returned, income_variance="10.0")
    assert scores(returned) == [("90.25", "优"), ("89.75", "良")]
    assert kinds_from(returned, receipt.sequence) == ["self-evaluation.filed", "evaluation.made", "score.changed"]
    told = change(returned)
    assert (told.act, told.total_before, told.total_after, told.reopened) == (
        "self-evaluation.file",
        "90.25",
        "89.75",
        None,
    )
    assert [row.row for row in told.rows] == ["income-variance"]


def test_filing_the_same_again_changes_no_score_and_tells_nobody(returned: Shijing) -> None:
    receipt = file_again(returned)
    assert kinds_from(returned, receipt.sequence) == ["self-evaluation.filed", "evaluation.made"]


def test_the_reviews_clock_starts_anew_with_the_new_filing(returned: Shijing) -> None:
    awaited = awaited_of(file_again(returned), "review")
    # Twenty working days after the 20th of April; the 24th of April and the 7th of May are worked.
    assert (awaited.act, awaited.role, awaited.since, awaited.due) == (
        "review.conclude",
        "reviewer",
        FILED,
        "2022-05-19",
    )
    assert tasks(returned, "review.conclude") == [(1, "done", "2022-04-25", 0), (2, "open", "2022-05-19", 0)]


def test_the_review_that_follows_is_of_the_new_score(returned: Shijing) -> None:
    receipt = file_again(returned, income_variance="10.0")
    conclude(returned, "2022-04-25")
    with returned.desk.reading() as session:
        review = session.exec(select(Review)).one()
    assert (review.total, review.actor, review.evaluation_sequence) == (
        "89.75",
        PEOPLE["reviewer"],
        receipt.sequence + 1,
    )


def test_lateness_stays_that_of_the_first_filing_and_a_late_second_one_is_late_by_itself(returned: Shijing) -> None:
    assert file_again(returned, "2022-05-04").days_late == 3
    on_time = [
        [rule for rule in row["rules"] if "/evaluated-on-time/" in rule]
        for number in (0, 1)
        for row in rows(returned, number).values()
    ]
    assert [rules for rules in on_time if rules] == [["monitoring-and-evaluation/evaluated-on-time/no"]] * 2


def test_a_self_evaluation_may_be_returned_more_than_once(returned: Shijing) -> None:
    file_again(returned)
    assert awaited_of(send_back(returned, "2022-04-22"), "self-evaluation").due == "2022-05-17"
    file_again(returned, "2022-04-26")
    conclude(returned, "2022-04-28")
    assert [state for _, state, _, _ in tasks(returned, "self-evaluation.file")] == ["done"] * 3
    assert returned.turns() == []


def test_the_book_of_a_return_replays(returned: Shijing) -> None:
    file_again(returned, income_variance="10.0")
    conclude(returned, "2022-04-25")
    assert returned.replayed().mismatches == ()
