"""What a final score means for the next budget: its tier, and what is suggested for each source of money."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pydantic import ValidationError
from sqlmodel import col, select

from audit.errors import AuditError
from audit.final_score import final_review
from audit.verifier.verify_books import verify
from models.commands import Amendment, Answer, ReviewedRow, ReviewResult, Seal
from models.results import Effect, Suggest, SuggestedResult
from rules.core.errors import RulesError
from rules.core.tiers import TierError, tier_of
from rules.rubric_file import load_rubric
from tests.support.refusals import refused
from tests.support.two_years import AT, DAY, EARLIER, SmallYear, earlier_text
from tests.support.year import DEPARTMENT

if TYPE_CHECKING:
    from activities.desk import Desk
    from models.receipts import Receipt

REASON = "e" * 64
EFFECTS = (
    Effect(source="general", effect="cut", percent="10%", reason=REASON),
    Effect(source="superior", effect="not-ours", reason=REASON),
    Effect(source="other", effect="keep"),
)


@pytest.fixture
def year(desk: Desk) -> SmallYear:
    return SmallYear(desk, EARLIER, earlier_text()).begin()


def suggest(year: SmallYear, request: str = "suggest", who: str = "office", *effects: Effect) -> Receipt:
    return year.order(request, Suggest(department=DEPARTMENT, effects=effects or EFFECTS), who, DAY).receipt


def results(year: SmallYear) -> list[SuggestedResult]:
    with year.desk.reading() as session:
        return list(session.exec(select(SuggestedResult).order_by(col(SuggestedResult.sequence))))


def test_a_suggestion_names_the_final_score_its_tier_and_every_source(year: SmallYear) -> None:
    concluded = year.to_review()
    receipt = suggest(year)
    (row,) = results(year)
    assert (row.review, row.total, row.grade, row.tier) == (concluded.sequence, "89.20", "良", "protect")
    assert '"not-ours"' in row.effects
    assert suggest(year) == receipt
    assert year.replayed().mismatches == ()
    assert verify(year.desk.evidence.folder.parent).ok


def test_nothing_is_suggested_before_the_review_is_concluded(year: SmallYear) -> None:
    year.file_targets()
    year.monitor()
    year.evaluate()
    with refused(year.desk, "suggestion.not-final"):
        suggest(year)


def test_nothing_is_suggested_while_a_review_is_open_again(year: SmallYear) -> None:
    year.to_review()
    suggest(year)
    facts = [{"input": "carry_over", "value": "12", "unit": "%", "origin": "figure", "place": "部门决算表4"}]
    amended = Amendment.model_validate({"lists": {"facts": facts}, "reason": REASON})
    year.act("self-evaluation", "self-evaluation.amend", amended, "filler", AT)
    with refused(year.desk, "suggestion.not-final"):
        suggest(year, "again")
    year.conclude_review(ReviewResult(rows=(ReviewedRow(row="filing", score="0", reason=REASON),)))
    suggest(year, "again")
    assert [row.tier for row in results(year)] == ["protect", "reduce"]


def test_a_final_score_that_waits_for_its_answer_is_not_final(desk: Desk) -> None:
    asked = earlier_text().replace("phases:\n", "acknowledgement: {days: 10}\n\nphases:\n")
    year = SmallYear(desk, EARLIER, asked).begin()
    year.to_review()
    with refused(year.desk, "suggestion.not-final"):
        suggest(year)
    year.act("acknowledgement", "acknowledgement.confirm", Answer(), "filler", AT)
    suggest(year)
    assert len(results(year)) == 1


@pytest.mark.parametrize("effect", ["cut", "cancel"])
def test_money_of_a_higher_level_is_not_ours_to_cut(year: SmallYear, effect: str) -> None:
    year.to_review()
    percent = "5%" if effect == "cut" else None
    ours = Effect.model_validate({"source": "superior", "effect": effect, "percent": percent, "reason": REASON})
    with refused(year.desk, "suggestion.not-ours"):
        suggest(year, "suggest", "office", ours)


def test_a_source_is_named_once(year: SmallYear) -> None:
    year.to_review()
    with refused(year.desk, "suggestion.repeated-source"):
        suggest(year, "suggest", "office", EFFECTS[0], EFFECTS[0])


@pytest.mark.parametrize("who", ["reviewer", "filler", "security"])
def test_only_the_performance_office_suggests(year: SmallYear, who: str) -> None:
    year.to_review()
    with refused(year.desk, "act.not-appointed"):
        suggest(year, "suggest", who)


@pytest.mark.parametrize(
    "words",
    [
        {"effect": "cut", "reason": REASON},
        {"effect": "keep", "percent": "10%"},
        {"effect": "cut", "percent": "0%", "reason": REASON},
        {"effect": "cut", "percent": "101%", "reason": REASON},
        {"effect": "not-ours"},
        {"effect": "cancel"},
        {"effect": "raise", "reason": REASON},
    ],
    ids=["cut-without-percent", "keep-by-percent", "nothing", "too-much", "no-reason", "cancel-unsaid", "unknown"],
)
def test_an_effect_that_says_too_little_or_too_much_is_none(words: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        Effect.model_validate({"source": "general", **words})


def test_a_concluded_book_takes_suggestions_until_it_is_sealed(year: SmallYear) -> None:
    year.to_review()
    year.conclude()
    suggest(year)
    assert len(results(year)) == 1
    year.order("seal", Seal(number=1), "security", DAY)
    with pytest.raises(AuditError) as told:
        suggest(year, "again")
    assert told.value.code == "ledger.sealed"


def test_the_rubrics_own_tiers_go_before_the_usual_ones() -> None:
    own = "results:\n  tiers:\n" + "".join(
        f"    - {{grade: {grade}, tier: {tier}}}\n"
        for grade, tier in (("优", "priority"), ("良", "priority"), ("中", "protect"), ("差", "reduce"))
    )
    rubric = load_rubric((earlier_text() + own).encode()).rubric
    assert [tier_of(rubric, grade) for grade in "优良中差"] == ["priority", "priority", "protect", "reduce"]
    assert [tier_of(load_rubric(earlier_text().encode()).rubric, grade) for grade in "优良中差"] == [
        "priority",
        "protect",
        "reduce",
        "cancel",
    ]


def test_a_grade_without_a_tier_is_told() -> None:
    with pytest.raises(TierError) as told:
        tier_of(load_rubric(earlier_text().encode()).rubric, "合格")
    assert isinstance(told.value, RulesError)
    assert told.value.params["grade"] == "合格"


def test_a_review_that_never_was_gives_no_final_score(year: SmallYear) -> None:
    with year.desk.reading() as session:
        assert final_review(session, EARLIER, DEPARTMENT) is None
