"""Doubts about what is filed: recorded with their reasons, and blocking only where the rubric demands reasons."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from sqlmodel import col, select

from audit.verifier.verify_books import verify
from models.commands import Filed
from models.doubts import DoubtReason
from models.ledger import LedgerRecord
from models.projections import Filing, Prepared
from tests.support.doubted_year import DOUBTED, WORDS, Demanding, reasoned
from tests.support.refusals import refused
from tests.support.shijing import BOOK, local

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from models.receipts import Receipt
    from tests.support.shijing import Shijing
    from tests.support.templates import Templates

SCORING = "self-evaluation"
ACT = "self-evaluation.file"


@pytest.fixture
def year(before: Callable[[str], Shijing]) -> Shijing:
    return before(ACT)


def file(year: Shijing, content: Filed) -> Receipt:
    return year.act(SCORING, ACT, content, "filler", local("2022-03-10"))


def payload(year: Shijing, kind: str) -> bytes:
    with year.desk.reading() as session:
        return session.exec(select(LedgerRecord.payload).where(col(LedgerRecord.kind) == kind)).one()


def test_a_doubt_without_a_reason_is_filed_where_the_rubric_demands_none(year: Shijing) -> None:
    file(year, year.filing(ACT))
    assert b"reasons" not in payload(year, "self-evaluation.filed")
    with year.desk.reading() as session:
        document = json.loads(session.exec(select(Filing.document).where(col(Filing.phase) == SCORING)).one())
    assert document.keys() == {"kind", "lists"}


def test_a_reason_is_recorded_with_the_filing_as_a_commitment_and_costs_nothing(year: Shijing) -> None:
    filed = reasoned(year, year.filing(ACT), DOUBTED[0])
    receipt = file(year, filed)
    assert receipt.score is not None
    assert receipt.score.total == "91.25"
    record = payload(year, "self-evaluation.filed")
    assert json.loads(record)["content"]["reasons"] == [
        {"code": "sum-differs", "row": "office-costs", "reason": filed.reasons[0].reason}
    ]
    assert WORDS.encode() not in record
    assert year.replayed().mismatches == ()


def test_a_reason_without_its_doubt_is_refused_with_the_doubts_that_there_are(year: Shijing) -> None:
    for strange in ("sum-differs/budget-completion", "over-hundred/office-costs"):
        with refused(year.desk, "precheck.no-doubt") as told:
            file(year, _with(year.filing(ACT), strange))
        assert told.params == {"given": strange, "known": ", ".join(DOUBTED)}


def test_nothing_but_a_self_evaluation_is_doubted(before: Callable[[str], Shijing]) -> None:
    year = before("monitoring.file")
    with refused(year.desk, "precheck.no-doubt"):
        year.act("monitoring", "monitoring.file", _with(year.mid_year(), DOUBTED[0]), "filler", local("2021-08-12"))


def _with(filed: Filed, *doubts: str) -> Filed:
    said = (one.partition("/") for one in doubts)
    reasons = tuple(DoubtReason(code=code, row=row, reason="0" * 64) for code, _, row in said)
    return Filed(lists=filed.lists, reasons=reasons)


# -- where the rubric demands reasons ---------------------------------------------------------------------------------


@pytest.fixture
def demanding(tmp_path: Path, templates: Templates) -> Iterator[Demanding]:
    """Two hands, the self-evaluation is open, and every doubt needs a reason."""
    year = templates.take(Demanding, "", tmp_path / "demanding")
    year.open_phase("targets")
    year.prepare("targets", "2020-11-03")
    year.file("targets", "2020-11-04")
    year.answer("targets", "targets.approve", "reviewer", "2020-11-05")
    year.open_phase(SCORING)
    yield year
    year.desk.engine.dispose()


def test_every_doubt_without_a_reason_is_named_and_nothing_is_prepared(demanding: Demanding) -> None:
    some = reasoned(demanding, demanding.filing(ACT), *DOUBTED[:2])
    with refused(demanding.desk, "precheck.reasons-demanded") as told:
        demanding.prepare(SCORING, "2022-03-09", content=some)
    assert [one.code for one in told.problems] == ["precheck.reason-wanted"] * 2
    assert [one.params["doubt"] for one in told.problems] == list(DOUBTED[2:])
    assert told.problems[1].params["arithmetic"].startswith("112 ÷ 15 = 746.66")


def test_with_a_reason_for_each_the_filing_of_what_was_prepared_passes_through_both_hands(
    demanding: Demanding, tmp_path: Path
) -> None:
    every = reasoned(demanding, demanding.filing(ACT), *DOUBTED)
    demanding.prepare(SCORING, "2022-03-09", content=every)
    with demanding.desk.reading() as session:
        prepared = session.exec(select(Prepared).where(col(Prepared.phase) == SCORING)).one()
    again = Filed.model_validate_json(prepared.document)
    assert again == every
    assert demanding.file(SCORING, "2022-03-10", content=again).score is not None
    assert demanding.replayed().mismatches == ()
    assert verify(tmp_path / "demanding", (BOOK,)).ok
