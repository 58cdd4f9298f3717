from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from models.commands import Amendment
from tests.support.two_years import AT, DAY, EARLIER, SmallYear, earlier_text
from tests.support.year import DEPARTMENT

if TYPE_CHECKING:
    from activities.desk import Desk
    from app.orders import SignedOrder
    from models.receipts import Receipt
    from tests.support.command_line import CommandLine

SUGGEST = ("result", "suggest", DEPARTMENT, "--as", "jixiaoke", "--book", EARLIER)
CUT, LEFT = "general=cut 5%=支出偏慢", "superior=not-ours=上级专项"


@pytest.fixture
def year(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> SmallYear:
    """A reviewed year; orders go straight to the desk instead of to a service."""
    year = SmallYear(desk, EARLIER, earlier_text()).begin()

    def carry_out(_settings: object, _desk: object, signed: SignedOrder) -> Receipt:
        return year.order(signed.key, signed.order, day=DAY).receipt

    monkeypatch.setattr("app.results.send_order", carry_out)
    year.to_review()
    return year


def test_a_suggestion_is_listed_with_tier_sources_and_reasons(jixiao: CommandLine, year: SmallYear) -> None:
    assert "Nothing was suggested" in jixiao("result", "list").out
    ran = jixiao(*SUGGEST, "--effect", CUT, "--effect", LEFT, "--effect", "other=keep")
    assert ran.code == 0, ran.err
    said = jixiao("result", "list").out
    assert f"{DEPARTMENT}: protected (final score 89.20, grade 良" in said
    assert "general public budget: cut by 5%  支出偏慢" in said
    assert "money of a higher level: not ours to cut  上级专项" in said
    assert "other money: keep" in said
    assert year.replayed().mismatches == ()


@pytest.mark.usefixtures("year")
def test_a_suggestion_stands_beside_the_scores(jixiao: CommandLine) -> None:
    assert jixiao("task", "scores", DEPARTMENT, "--json").document["scores"][0]["result"] is None
    jixiao(*SUGGEST, "--effect", CUT)
    (scores,) = jixiao("task", "scores", DEPARTMENT, "--json").document["scores"]
    assert (scores["result"]["tier"], scores["result"]["stands"]) == ("protect", True)
    assert scores["result"]["effects"] == [
        {"source": "general", "effect": "cut", "percent": "5%", "reason": "支出偏慢"}
    ]
    assert "cut by 5%" in jixiao("task", "scores", DEPARTMENT).out


def test_a_suggestion_whose_score_is_open_again_says_so(jixiao: CommandLine, year: SmallYear) -> None:
    jixiao(*SUGGEST, "--effect", CUT)
    facts = [{"input": "carry_over", "value": "12", "unit": "%", "origin": "figure", "place": "部门决算表4"}]
    amended = Amendment.model_validate({"lists": {"facts": facts}, "reason": "a" * 64})
    year.act("self-evaluation", "self-evaluation.amend", amended, "filler", AT)
    assert "suggest anew" in jixiao("result", "list").out
    assert jixiao("result", "list", "--json").document["results"][0]["stands"] is False


@pytest.mark.usefixtures("year")
@pytest.mark.parametrize(
    "effect", ["general", "general=cut=理由", "general=cut 0%=理由", "general=cancel", "purse=keep", "general=keep 5%"]
)
def test_words_that_are_no_effect_are_refused_with_what_would_be_right(jixiao: CommandLine, effect: str) -> None:
    ran = jixiao(*SUGGEST, "--effect", effect)
    assert (ran.code, ran.out) == (1, "")
    assert "cut P%" in ran.err
    assert "government-fund" in ran.err
