"""A refusal that is found when a request is delivered goes on the record and is the person's task."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from app.errors import RequestRefusedError
from app.inbox.own import acknowledge, list_requests
from app.inbox.settle import refuse
from audit.verifier import verify
from models.commands import Answer
from tests.app.inbox.receiving import (
    KEY,
    LAST_MINUTE,
    NEXT_DAY,
    filing,
    hand_in,
    login_of,
    received,
    records,
    refused_later,
    relay,
    row_of,
    working,
)
from tests.support.shijing import BOOK, DEPARTMENT, PEOPLE, Shijing

if TYPE_CHECKING:
    from pathlib import Path


def test_a_refusal_found_later_is_on_the_record_with_the_moment_of_the_attempt(year: Shijing) -> None:
    record = refused_later(year)
    said = json.loads(record.payload)
    assert (record.received_at, record.actor, record.subject_department) == (LAST_MINUTE, "system", DEPARTMENT)
    assert (said["request"], said["actor"], said["code"]) == (KEY, PEOPLE["filler"], "act.not-your-turn")
    relay(working(year))
    assert len(records(year, "request.refused")) == 1
    assert not year.replayed().mismatches


def test_a_refusal_found_later_is_a_task_until_it_is_acknowledged(year: Shijing) -> None:
    refused_later(year)
    (task,) = list_requests(year.desk, BOOK, None, refused=True)
    assert (task.row.said, task.params["act"]) == ("act.not-your-turn", "targets.file")
    with pytest.raises(RequestRefusedError, match=r"inbox\.not-yours"):
        acknowledge(year.desk, BOOK, KEY, login_of(year, "reviewer"))
    acknowledge(year.desk, BOOK, KEY, login_of(year, "filler"))
    assert list_requests(year.desk, BOOK, None, refused=True) == []


def test_a_refusal_found_later_is_closed_by_what_is_sent_in_its_place(year: Shijing) -> None:
    refused_later(year)
    year.act("targets", "targets.return", Answer(opinion="0" * 64), "reviewer", NEXT_DAY, "returned")
    hand_in(year, filing(year), working(year), "corrected")
    assert list_requests(year.desk, BOOK, None, refused=True) == []
    assert row_of(year).state == "refused"


def test_what_was_typed_does_not_reach_the_chain_with_a_refusal(year: Shijing) -> None:
    received(year, filing(year))
    typed = {"act": "targets.file", "given": "张三的电话"}
    error = RequestRefusedError("facts.malformed", typed, [("facts.missing", {"input": "张三的电话", "at": ""})])
    refuse(year.desk, row_of(year), error)
    (record,) = records(year, "request.refused")
    assert "张三" not in record.payload.decode()
    assert json.loads(record.payload)["problems"] == ["facts.missing"]
    (task,) = list_requests(year.desk, BOOK, None, refused=True)
    assert task.params == typed


def test_an_id_that_was_typed_and_names_nothing_does_not_reach_the_chain_either(year: Shijing) -> None:
    received(year, filing(year))
    typed = "wangwu-440111199001010011"
    names = ("act", "allowed", "count", "course", "department", "due", "matter", "phase", "role", "row", "sequence")
    refuse(year.desk, row_of(year), RequestRefusedError("row.unknown", dict.fromkeys((*names, "state"), typed), []))
    (record,) = records(year, "request.refused")
    assert json.loads(record.payload)["params"] == {}


def test_what_the_book_knows_is_said_in_the_chain(year: Shijing) -> None:
    received(year, filing(year))
    said = {"act": "targets.file", "allowed": "targets.approve, targets.return", "state": "filed", "due": "2020-11-06"}
    said |= {"department": DEPARTMENT, "matter": "targets", "row": "performance-rules", "sequence": "12"}
    refuse(year.desk, row_of(year), RequestRefusedError("act.not-your-turn", said, []))
    (record,) = records(year, "request.refused")
    assert json.loads(record.payload)["params"] == said


def test_a_book_with_a_refused_request_verifies(shijing: Shijing, data: Path) -> None:
    shijing.open_phase("targets")
    refused_later(shijing)
    assert verify(data, (BOOK,)).ok
