"""What a person types for an act: the answer to a finding, and nothing that belongs to another act."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from app.errors import AppError
from app.task_content import DoTask, _typed, content_of
from app.texts import Texts
from audit.commitment import open_text
from deadlines.moves import WITH_OPINION
from models.findings import Measure
from models.projections import Task
from tests.support.shijing import BOOK

if TYPE_CHECKING:
    from tests.support.shijing import Shijing

ANSWER = DoTask(task="t", login="tianbao", book=BOOK, measure="已制定")
ACT = "finding.answer"


def measure(year: Shijing, wanted: DoTask) -> Measure:
    typed = _typed(Texts(year.desk, BOOK, "request"), wanted, ACT)
    assert isinstance(typed, Measure)
    return typed


def test_owner_and_plan_are_kept_as_texts_and_only_their_commitments_go_on(shijing: Shijing) -> None:
    typed = measure(
        shijing, replace(ANSWER, plan="年底前补齐", owner="办公室主任", done_by="2022-12-31", evidence=("e" * 64,))
    )
    assert (typed.done_by, typed.evidence) == ("2022-12-31", ("e" * 64,))
    with shijing.desk.reading() as session:
        kept = [open_text(session, BOOK, one or "").text for one in (typed.measure, typed.plan, typed.owner)]
    assert kept == ["已制定", "年底前补齐", "办公室主任"]


def test_an_answer_may_say_what_was_done_and_nothing_else(shijing: Shijing) -> None:
    typed = measure(shijing, ANSWER)
    assert (typed.owner, typed.plan, typed.done_by, typed.evidence) == (None, None, None, ())


@pytest.mark.parametrize("words", [{"done_by": "年底"}, {"evidence": ("x",)}], ids=["day", "digest"])
def test_a_day_or_a_digest_that_is_none_is_refused_with_the_form(shijing: Shijing, words: dict[str, str]) -> None:
    with pytest.raises(AppError) as told:
        measure(shijing, replace(ANSWER, **words))
    assert told.value.code == "task.malformed-option"
    assert "YYYY-MM-DD" in told.value.params["wanted"]


PLAIN = DoTask(task="t", login="tianbao", book=BOOK)


def content(year: Shijing, wanted: DoTask, act: str) -> None:
    task = Task(
        book=BOOK,
        department="shijing",
        matter="targets",
        act=act,
        round=1,
        sequence=1,
        role="filler",
        due="2020-11-06",
        provisional=False,
        ladder="{}",
        state="open",
        opened_at="2020-10-09T00:00:00.000000Z",
    )
    content_of(year.desk, wanted, task, act, "request")


@pytest.mark.parametrize(
    ("act", "words", "option"),
    [
        ("review.conclude", {"opinion": "同意"}, "opinion"),
        ("targets.return", {"opinion": "补正", "scores": ("rules=3=少",)}, "score"),
        ("targets.file", {"facts": "f", "quality": "90"}, "quality"),
        ("targets.approve", {"measure": "x"}, "measure"),
        ("warning.answer", {"plan": "抓紧", "choice": "continue", "opinion": "同意"}, "opinion"),
        ("warning.accept", {"choice": "cancel"}, "choice"),
        ("monitoring.accept", {"findings": ("a=b=c",)}, "finding"),
        ("self-evaluation.amend", {"facts": "f", "opinion": "x", "evidence": ("e",)}, "evidence"),
        ("acknowledgement.confirm", {"disputes": ("rules=x",)}, "dispute"),
        ("finding.answer", {"measure": "x", "upheld": ("rules=x",)}, "uphold"),
        ("monitoring.withdraw", {"facts": "f"}, "facts"),
    ],
)
def test_what_belongs_to_another_act_is_refused_and_not_dropped(
    shijing: Shijing, act: str, words: dict[str, str], option: str
) -> None:
    with pytest.raises(AppError) as told:
        content(shijing, replace(PLAIN, **words), act)
    assert (told.value.code, told.value.params["option"]) == ("task.option-not-taken", option)


def test_nobody_chooses_for_whoever_answers_a_warning(shijing: Shijing) -> None:
    with pytest.raises(AppError, match=r"task\.choice-needed"):
        content(shijing, replace(PLAIN, plan="抓紧"), "warning.answer")


@pytest.mark.parametrize("act", sorted(WITH_OPINION))
def test_whoever_has_to_do_it_again_is_told_why(shijing: Shijing, act: str) -> None:
    with pytest.raises(AppError, match=r"task\.text-needed"):
        content(shijing, PLAIN, act)
