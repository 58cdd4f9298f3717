"""Evidence that is not there, rows that are not there: refused by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from models.evidence import NewEvidence
from models.evidence_tables import Evidence
from tests.support.refusals import refused
from tests.support.shijing import BOOK, awaited_of, local

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.shijing import Shijing


@pytest.fixture
def year(before: Callable[[str], Shijing]) -> Shijing:
    return before("self-evaluation.file")


def test_evidence_that_was_never_stored_is_refused(year: Shijing) -> None:
    proof = NewEvidence(row="budget-completion", sha256="0" * 64, size=3, media_type="text/plain", name="1" * 64)
    with refused(year.desk, "evidence.not-stored") as told:
        year.act("self-evaluation", "evidence.add", proof, "filler", local("2022-03-10"))
    assert told.params == {"digest": "0" * 64, "size": "3"}


def test_evidence_of_another_size_than_stored_is_refused(year: Shijing) -> None:
    proof = year.proof("proof", "budget-completion", b"accounts", "accounts.txt")
    with refused(year.desk, "evidence.not-stored") as told:
        wrong = proof.model_copy(update={"size": 9})
        year.act("self-evaluation", "evidence.add", wrong, "filler", local("2022-03-10"))
    assert told.params == {"digest": proof.sha256, "size": "9"}


@pytest.mark.parametrize("row", ["budget-complet", "funds", "performance", ""])
def test_evidence_belongs_to_a_leaf_row_of_the_rubric(year: Shijing, row: str) -> None:
    proof = year.proof("proof", row, b"accounts", "accounts.txt")
    with refused(year.desk, "row.unknown") as told:
        year.act("self-evaluation", "evidence.add", proof, "filler", local("2022-03-10"))
    assert told.params == {"row": row, "rubric": "guangzhou-baiyun/2021/department"}


def test_more_evidence_may_follow_while_the_phase_is_open_and_is_never_late(year: Shijing) -> None:
    proof = year.proof("proof", "carry-over", b"accounts", "accounts.txt")
    receipt = year.act("self-evaluation", "evidence.add", proof, "filler", local("2022-03-30"))
    assert receipt.days_late == 0
    assert awaited_of(receipt, "self-evaluation").act == "self-evaluation.file"
    with year.desk.reading() as session:
        assert session.get_one(Evidence, (BOOK, receipt.sequence)).row == "carry-over"
