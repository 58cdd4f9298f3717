"""Which turns of an order a running year takes: an order may be sent again when everything has moved on."""

from __future__ import annotations

import pytest

from models.receipts import Awaited, Turn
from workflows.news import is_news, is_settled

OPEN = Turn(
    matter="targets",
    course="targets",
    state="open",
    awaited=Awaited(act="targets.file", role="filler", since="2020-10-12", due="2020-11-06"),
)


def turn(**changes: str | bool) -> Turn:
    """The open turn with its awaited act changed."""
    assert OPEN.awaited is not None
    return OPEN.model_copy(update={"awaited": OPEN.awaited.model_copy(update=changes)})


DONE = OPEN.model_copy(update={"state": "done", "awaited": None})
FILED = turn(act="targets.approve", role="reviewer", since="2020-11-03", due="2020-11-17").model_copy(
    update={"state": "filed"}
)


def test_a_matter_that_the_year_does_not_know_is_news() -> None:
    assert is_news(OPEN, None)


@pytest.mark.parametrize("known", [OPEN, FILED, DONE], ids=["open", "filed", "done"])
def test_the_end_of_a_matter_is_news(known: Turn) -> None:
    assert is_news(DONE, known)


def test_a_later_day_for_the_same_asking_is_news() -> None:
    assert is_news(turn(due="2020-11-16", extended_on="2020-11-05"), OPEN)


@pytest.mark.parametrize("due", ["2020-11-06", "2020-11-05"], ids=["the same", "an earlier"])
def test_the_same_day_or_an_earlier_one_is_no_news(due: str) -> None:
    assert not is_news(turn(due=due), OPEN)


def test_a_nearer_day_of_a_later_order_is_news_and_one_of_an_earlier_order_is_none() -> None:
    known = turn(due="2020-11-20", extended_on="2020-11-03")
    assert is_news(turn(due="2020-11-16", extended_on="2020-11-05"), known)
    assert not is_news(turn(due="2020-11-16", extended_on="2020-11-02"), known)


@pytest.mark.parametrize("known", [FILED, DONE], ids=["filed", "done"])
def test_a_later_day_for_what_has_been_done_since_is_no_news(known: Turn) -> None:
    assert not is_news(turn(due="2020-11-30"), known)


def test_a_later_day_for_an_asking_before_a_return_is_no_news() -> None:
    assert not is_news(turn(due="2020-11-30"), turn(since="2020-11-10", due="2020-11-24"))


def test_of_two_extensions_the_later_day_stands_in_whatever_order_they_arrive() -> None:
    first, second = turn(due="2020-11-16"), turn(due="2020-11-20")
    for arriving in ((first, second), (second, first)):
        known = OPEN
        for told in arriving:
            known = told if is_news(told, known) else known
        assert known == second


def test_a_day_that_is_provisional_no_more_is_settled_and_never_the_other_way_round() -> None:
    provisional = turn(provisional=True)
    assert is_settled(OPEN, provisional)
    assert not is_news(OPEN, provisional)
    assert not is_settled(provisional, OPEN)
    assert not is_settled(OPEN, OPEN)


@pytest.mark.parametrize(
    "known",
    [None, DONE, FILED, turn(provisional=True, due="2020-11-09")],
    ids=["none", "done", "filed", "another day"],
)
def test_only_the_very_day_of_the_same_asking_is_settled(known: Turn | None) -> None:
    assert not is_settled(OPEN, known)
