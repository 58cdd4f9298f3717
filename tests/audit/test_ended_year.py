"""An ended year in the hands of somebody with the whole database: verify names what was written without leave."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from audit.canonical import canonical_bytes
from models.amendment_orders import AllowAmendment
from models.commands import ReviewedRow, ReviewResult
from models.payloads import ACT_KINDS
from tests.support.amendments import TEN, amend, result
from tests.support.rewritten import rewritten
from tests.support.sealed import seal
from tests.support.shijing import DEPARTMENT, local, shijing_facts

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.shijing import Shijing

Row = dict[str, Any]
# The book was concluded on the 2nd of June.
DAY, LAST, AFTER = "2022-07-01", "2022-07-08", "2022-07-09"
ROW = "income-variance"


@pytest.fixture
def ended(played: Shijing) -> Shijing:
    """Under a leave a figure was amended, a proof added, and the review concluded once more."""
    reason = played.commit("allow", "reason", "决算批复晚于自评")
    paper = {"document": "穗云财〔2022〕9号", "title": "关于同意更正的函"}
    order = AllowAmendment(department=DEPARTMENT, rows=(ROW,), until=LAST, reason=reason, **paper)
    played.order("allow", order, "office", DAY)
    amend(played, TEN, day=DAY)
    proof = played.proof("late", ROW, b"late proof", "late.txt")
    played.act("self-evaluation", "evidence.add", proof, "filler", local(DAY))
    scored = ReviewResult(rows=(ReviewedRow(row="performance-rules", score="2", reason="1" * 64),))
    played.act("review", "review.conclude", scored, "reviewer", local(AFTER))
    return played


def last_of(rows: list[Row], kind: str) -> int:
    return max(place for place, row in enumerate(rows) if row["kind"] == kind)


def said(row: Row) -> dict[str, Any]:
    payload: dict[str, Any] = json.loads(row["payload"])
    return payload


def test_what_a_leave_covers_is_sound_and_so_is_its_seal(ended: Shijing, data: Path) -> None:
    assert rewritten(ended, data, lambda _: None) == []
    seal(ended)
    assert rewritten(ended, data, lambda _: None) == []


def test_without_its_leave_every_act_of_an_ended_year_is_named(ended: Shijing, data: Path) -> None:
    acts: list[int] = []

    def drop(rows: list[Row]) -> None:
        del rows[last_of(rows, "amendment.allowed")]
        end = last_of(rows, "year.concluded")
        kinds = set(ACT_KINDS.values())
        acts.extend(place + 1 for place, row in enumerate(rows) if place > end and row["kind"] in kinds)

    found = rewritten(ended, data, drop)
    assert [sequence for kind, sequence in found if kind == "after-end"] == acts
    assert len(acts) == 3


@pytest.mark.parametrize(
    ("kind", "alter"),
    [
        ("self-evaluation.amended", lambda row: row.update(received_at="2022-07-09T01:00:00.000000Z")),
        ("evidence.added", lambda row: row.update(received_at="2022-07-08T16:00:00.000000Z")),
        ("evidence.added", lambda row: row.update(subject_row="carry-over")),
        ("review.concluded", lambda row: row.update(payload=canonical_bytes({**said(row), "matter": "targets"}))),
        ("amendment.allowed", lambda row: row.update(payload=canonical_bytes({**said(row), "rows": ["carry-over"]}))),
        ("amendment.allowed", lambda row: row.update(payload=canonical_bytes({**said(row), "rows": "all"}))),
    ],
    ids=["a day late", "proof too late", "other row", "other matter", "other rows", "no rows"],
)
def test_what_lies_outside_the_leave_is_named(ended: Shijing, data: Path, kind: str, alter: Any) -> None:  # noqa: ANN401
    places: list[int] = []

    def change(rows: list[Row]) -> None:
        place = last_of(rows, kind)
        alter(rows[place])
        outside = "self-evaluation.amended" if kind == "amendment.allowed" else kind
        places.append((place if b'"all"' in rows[place]["payload"] else last_of(rows, outside)) + 1)

    found = rewritten(ended, data, change)
    assert ("after-end", places[0]) in found


@pytest.mark.parametrize("lists", ["results", "claims"])
def test_results_and_claims_of_other_rows_are_named(ended: Shijing, data: Path, lists: str) -> None:
    entry = {
        "results": result(shijing_facts().results[0].indicator, met="no"),
        "claims": {"row": "carry-over", "score": "1", "place": "表1"},
    }[lists]
    places: list[int] = []

    def change(rows: list[Row]) -> None:
        place = last_of(rows, "self-evaluation.amended")
        payload = said(rows[place])
        payload["content"]["lists"] = {lists: [entry]}
        rows[place]["payload"] = canonical_bytes(payload)
        places.append(place + 1)

    found = rewritten(ended, data, change)
    assert ("after-end", places[0]) in found


# -- orders of the bureau ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        ("reevaluation.ordered", {"stage": "score"}),
        ("task.urged", {"matter": "review", "act": "review.conclude", "round": 1, "words": None}),
        ("book.sealed", {"number": 1, "records": 1, "root": "0" * 64}),
    ],
)
def test_an_order_into_a_year_that_has_ended_is_named_before_its_book_ends(
    played: Shijing, data: Path, kind: str, payload: dict[str, Any]
) -> None:
    places: list[int] = []

    def plant(rows: list[Row]) -> None:
        place = last_of(rows, "year.concluded") + 1
        written = {"kind": kind, "key": f"planted/{kind}", "payload": canonical_bytes(payload)}
        rows.insert(place, {**rows[place - 1], **written})
        places.append(place + 1)

    found = rewritten(played, data, plant)
    assert ("after-end", places[0]) in found


@pytest.mark.parametrize("kind", ["appointment.made", "rubric.adopted", "department.enrolled"])
def test_an_order_about_a_book_that_has_ended_is_named(played: Shijing, data: Path, kind: str) -> None:
    places: list[int] = []

    def plant(rows: list[Row]) -> None:
        planted = {"key": f"planted/{kind}", "recorded_at": rows[-1]["recorded_at"]}
        rows.append({**rows[last_of(rows, kind)], **planted})
        places.append(len(rows))

    found = rewritten(played, data, plant)
    assert ("after-end", places[0]) in found


def test_leave_to_amend_that_was_given_while_the_year_ran_is_named(ended: Shijing, data: Path) -> None:
    places: list[int] = []

    def put_forward(rows: list[Row]) -> None:
        place = last_of(rows, "year.concluded")
        leave = rows.pop(last_of(rows, "amendment.allowed"))
        rows.insert(place, {**leave, "recorded_at": rows[place]["recorded_at"]})
        places.append(place + 1)

    found = rewritten(ended, data, put_forward)
    assert ("after-end", places[0]) in found
