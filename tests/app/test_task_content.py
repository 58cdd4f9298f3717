"""The answer to a finding as a person types it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from app.errors import AppError
from app.task_content import DoTask, _typed
from app.texts import Texts
from audit.commitment import open_text
from models.findings import Measure
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
