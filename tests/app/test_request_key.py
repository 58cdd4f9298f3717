"""The key of a request without one, over amendments that go back and forth."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from app.request_key import request_key, task_id
from app.task_content import DoTask
from models.projections import Task
from tests.support.amendments import TEN, amend, figure

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.shijing import Shijing

AMEND = "self-evaluation.amend"
WANTED = DoTask(task="", login="tianbao", book=None, act=AMEND, opinion="更正")
OTHER = figure("income_variance", value="11.0")


@pytest.fixture
def year(shijing: Shijing) -> Shijing:
    """Self-evaluated; the review is open."""
    shijing.play(until="review.conclude")
    return shijing


def key_of(year: Shijing, wanted: DoTask, act: str = AMEND) -> str:
    with year.desk.reading() as session:
        task = session.get_one(Task, (year.book, "shijing", "self-evaluation", "self-evaluation.file", 1))
        assert task_id(task) == "shijing/self-evaluation/self-evaluation.file/1"
        return request_key(session, wanted, task, act)


def test_an_amendment_sent_again_is_the_same_request_before_and_after_it_stands(year: Shijing) -> None:
    key = key_of(year, WANTED)
    assert key_of(year, WANTED) == key
    amend(year, TEN, request=key)
    assert key_of(year, WANTED) == key


def test_amending_there_and_back_and_there_again_are_three_requests(year: Shijing) -> None:
    there, back = WANTED, replace(WANTED, opinion="改回")
    keys = []
    for wanted, entry in ((there, TEN), (back, OTHER), (there, TEN), (back, OTHER)):
        keys.append(key_of(year, wanted))
        amend(year, entry, request=keys[-1])
        assert key_of(year, wanted) == keys[-1]
    assert len(set(keys)) == 4


def test_other_words_are_another_request(year: Shijing, tmp_path: Path) -> None:
    file = tmp_path / "facts.yaml"
    file.write_text("facts: []")
    variants = (
        WANTED,
        replace(WANTED, opinion="再更正"),
        replace(WANTED, login="fuhe"),
        replace(WANTED, facts=file),
        replace(WANTED, owner="办公室主任"),
        replace(WANTED, done_by="2022-12-31"),
    )
    assert len({key_of(year, wanted) for wanted in variants}) == len(variants)


def test_every_other_act_is_known_by_its_words_alone(year: Shijing) -> None:
    key = key_of(year, WANTED, "self-evaluation.file")
    amend(year, TEN)
    amend(year, OTHER)
    assert key_of(year, WANTED, "self-evaluation.file") == key
