"""Amendments on the real server: several at once, one as the year would end, and none after it has ended."""

from __future__ import annotations

import asyncio
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from app.errors import RequestRefusedError
from audit.replay import replay
from audit.verifier.verify_books import verify
from models.amendment_orders import AllowAmendment
from models.commands import Amendment, Answer, ReviewResult
from models.findings import NewFinding
from models.payloads import ScoreChanged
from tests.support.amendments import TEN, Entry, figure, result
from tests.support.running_bureau import Bureau, running_bureau
from tests.support.self_evaluated import deed, records, self_evaluated, send, wait_for
from tests.support.shijing import Shijing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from models.commands import Deed
    from models.receipts import Receipt

pytestmark = pytest.mark.slow

# What each of the five costs, in points; nothing of one touches a row of another.
FIVE: dict[str, tuple[Entry, Decimal]] = {
    "income": (TEN, Decimal("0.50")),
    "carry": (figure("carry_over_rate", value="30"), Decimal("1.50")),
    "assets": (figure("asset_use_rate", value="89.99"), Decimal("0.20")),
    "execution": (figure("average_execution", value="50"), Decimal("0.96")),
    "staff": (result("staff-control", met="no"), Decimal("2.08")),
}


@pytest.fixture(scope="module")
def bureau(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bureau]:
    """The clock stands on a day on which every phase has begun that its forerunner lets begin."""
    with running_bureau(tmp_path_factory.mktemp("amendments") / "data", "2022-05-20") as running:
        yield running


def amendment(entry: Entry) -> Amendment:
    name = "results" if "indicator" in entry else "facts"
    return Amendment.model_validate({"lists": {name: [entry]}, "reason": "0" * 64})


def send_all(bureau: Bureau, department: str, deeds: dict[str, Deed]) -> list[Receipt]:
    async def together() -> list[Receipt]:
        sending = [
            bureau.counter.act(bureau.book, department, f"{department}/{key}", one) for key, one in deeds.items()
        ]
        return list(await asyncio.gather(*sending))

    return bureau.run(together())


def test_five_amendments_at_once_are_five_scores_in_one_row(bureau: Bureau) -> None:
    _, filed = self_evaluated(bureau, "five")
    assert filed.score is not None
    deeds = {key: deed(bureau, "self-evaluation.amend", amendment(entry)) for key, (entry, _) in FIVE.items()}
    receipts = send_all(bureau, "five", deeds)
    written = {record.sequence: record for record in records(bureau, "five")}
    changes = []
    for first in sorted(receipt.sequence for receipt in receipts):
        amended, made, changed = (written[first + step] for step in range(3))
        assert (amended.kind, made.kind, changed.kind) == (
            "self-evaluation.amended",
            "evaluation.made",
            "score.changed",
        )
        changes.append(ScoreChanged.model_validate_json(changed.payload))
    assert [record.kind for record in written.values()].count("score.changed") == len(FIVE)
    assert [one.previous for one in changes] == [filed.score.sequence, *(one.evaluation for one in changes[:-1])]
    assert [one.total_before for one in changes] == [filed.score.total, *(one.total_after for one in changes[:-1])]
    lost = sum((cost for _, cost in FIVE.values()), Decimal(0))
    assert Decimal(changes[-1].total_after) == Decimal(filed.score.total or "") - lost


def test_each_of_five_amendments_at_once_gets_the_receipt_of_its_own_change(bureau: Bureau) -> None:
    self_evaluated(bureau, "receipts")
    deeds = {key: deed(bureau, "self-evaluation.amend", amendment(entry)) for key, (entry, _) in FIVE.items()}
    receipts = dict(zip(deeds, send_all(bureau, "receipts", deeds), strict=True))
    for key, receipt in receipts.items():
        assert receipt.change is not None
        told = Decimal(receipt.change.total_before) - Decimal(receipt.change.total_after)
        assert told == FIVE[key][1], key
    again = dict(zip(deeds, send_all(bureau, "receipts", deeds), strict=True))
    assert again == receipts


def test_an_amendment_that_comes_with_the_last_act_still_reopens_the_review(bureau: Bureau) -> None:
    year, _ = self_evaluated(bureau, "last")
    finding = NewFinding(finding="rules", row="performance-rules", text="0" * 64)
    send(bureau, "last", deed(bureau, "review.conclude", ReviewResult(findings=(finding,))))
    wait_for(bureau, year, "finding/rules")
    measure = Shijing(bureau.desk, book=bureau.book).measure("last/measure", "已整改")
    send(bureau, "last", deed(bureau, "finding.answer", measure, "finding/rules"))
    both = {
        "accept": deed(bureau, "finding.accept", Answer(), "finding/rules"),
        "amend": deed(bureau, "self-evaluation.amend", amendment(TEN)),
    }
    accepted, _ = send_all(bureau, "last", both)
    assert {turn.matter for turn in accepted.turns} == {"finding/rules", "rectification"}
    assert "year.concluded" not in {record.kind for record in records(bureau, "last")}
    send(bureau, "last", deed(bureau, "review.conclude", ReviewResult()), "conclude-again")
    bureau.run(asyncio.wait_for(year.result(), 20))
    assert [record.kind for record in records(bureau, "last")][-2:] == ["review.concluded", "year.concluded"]


def test_after_the_year_has_ended_nothing_is_amended(bureau: Bureau) -> None:
    year, _ = self_evaluated(bureau, "ended")
    send(bureau, "ended", deed(bureau, "review.conclude", ReviewResult()))
    bureau.run(asyncio.wait_for(year.result(), 20))
    before = [record.hash for record in records(bureau, "ended")]
    with pytest.raises(RequestRefusedError) as told:
        send(bureau, "ended", deed(bureau, "self-evaluation.amend", amendment(TEN)))
    assert told.value.code == "year.not-running"
    assert [record.hash for record in records(bureau, "ended")] == before


def test_an_ended_year_is_amended_by_leave_while_the_book_still_runs(bureau: Bureau) -> None:
    year, _ = self_evaluated(bureau, "allowed")
    send(bureau, "allowed", deed(bureau, "review.conclude", ReviewResult()))
    bureau.run(asyncio.wait_for(year.result(), 20))
    leave = AllowAmendment(
        department="allowed",
        rows=("income-variance",),
        until="2022-12-31",
        document="穗云财〔2022〕9号",
        title="关于同意更正的函",
        reason="0" * 64,
    )
    office = bureau.stage.officer("performance-office")
    bureau.run(bureau.counter.order(bureau.book, "allowed/leave", office, leave))
    receipt = send(bureau, "allowed", deed(bureau, "self-evaluation.amend", amendment(TEN)))
    assert receipt.change is not None
    send(bureau, "allowed", deed(bureau, "review.conclude", ReviewResult()), "conclude-again")
    kinds = [record.kind for record in records(bureau, "allowed")]
    assert kinds[kinds.index("year.concluded") :] == [
        "year.concluded",
        "amendment.allowed",
        "self-evaluation.amended",
        "evaluation.made",
        "score.changed",
        "review.concluded",
    ]


def test_the_book_of_all_these_amendments_replays_and_verifies(bureau: Bureau) -> None:
    assert replay(bureau.desk.engine, bureau.book).mismatches == ()
    report = verify(bureau.settings.data)
    assert report.ok, report.first
