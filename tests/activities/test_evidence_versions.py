"""A piece of evidence is superseded and never overwritten; one content serves several rows; nothing grows for ever."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from audit.errors import IdempotencyConflictError
from audit.verifier.verify_books import verify
from models.evidence import NewEvidence
from tests.support.proofs import DAY, add, amend, pieces, version
from tests.support.refusals import refused
from tests.support.shijing import BOOK, local

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.evidence_tables import Evidence
    from tests.support.shijing import Shijing


@pytest.fixture
def year(before: Callable[[str], Shijing]) -> Shijing:
    return before("self-evaluation.file")


def mine(year: Shijing) -> list[Evidence]:
    return [one for one in pieces(year) if one.row == "carry-over"]


def test_a_new_version_supersedes_the_old_one_and_both_are_kept_whole(year: Shijing) -> None:
    first = add(year, "draft", b"draft")
    second = amend(year, "signed", b"signed", first).sequence
    third = amend(year, "stamped", b"stamped", second).sequence
    found = [(one.sequence, one.first, one.version, one.supersedes, one.superseded_by) for one in mine(year)]
    assert found == [(first, first, 1, None, second), (second, first, 2, first, third), (third, first, 3, second, None)]
    assert [year.desk.evidence.path(one.sha256).read_bytes() for one in mine(year)] == [b"draft", b"signed", b"stamped"]
    assert (mine(year)[0].reason, mine(year)[1].reason is None) == (None, False)


def test_versions_replay_verify_and_wait_for_nobody(year: Shijing) -> None:
    first = add(year, "draft", b"draft")
    receipt = amend(year, "signed", b"signed", first)
    assert (receipt.days_late, receipt.score, receipt.change) == (0, None, None)
    assert year.turn("self-evaluation").state == "open"
    assert year.replayed().mismatches == ()
    data = year.desk.evidence.folder.parent
    assert verify(data, (BOOK,)).ok
    year.desk.evidence.path(mine(year)[1].sha256).write_bytes(b"forged")
    damage = verify(data, (BOOK,)).first
    assert damage is not None
    assert (damage.kind, damage.sequence) == ("evidence-changed", receipt.sequence)


def test_one_content_serves_several_rows_and_is_kept_and_counted_once(year: Shijing) -> None:
    year.desk = replace(year.desk, evidence=replace(year.desk.evidence, department_bytes=87))
    for row in ("carry-over", "income-variance", "asset-rules"):
        add(year, f"accounts-{row}", b"12345", row)
    stored = [path for path in year.desk.evidence.folder.glob("??/*") if path.read_bytes() == b"12345"]
    assert len(stored) == 1
    other = year.proof("more", "carry-over", b"6", "more.txt")
    with refused(year.desk, "evidence.department-full") as told:
        year.act("self-evaluation", "evidence.add", other, "filler", local(DAY))
    assert told.params == {"department": "shijing", "used": "87", "size": "1", "most": "87"}


def test_a_row_may_rest_on_several_pieces_each_with_its_own_versions(year: Shijing) -> None:
    one, two = add(year, "one", b"one"), add(year, "two", b"two")
    amend(year, "better", b"better", two)
    assert [(piece.first, piece.version) for piece in mine(year)] == [(one, 1), (two, 1), (two, 2)]


def test_only_the_version_that_stands_is_superseded(year: Shijing) -> None:
    first = add(year, "draft", b"draft")
    second = amend(year, "signed", b"signed", first).sequence
    new = version(year, "late", b"late", first)
    with refused(year.desk, "evidence.superseded") as told:
        year.act("self-evaluation", "evidence.amend", new, "filler", local(DAY))
    assert told.params == {"sequence": str(first), "newer": str(second)}


def test_a_version_supports_the_row_of_the_one_before(year: Shijing) -> None:
    first = add(year, "draft", b"draft")
    new = version(year, "other", b"other", first, "income-variance")
    with refused(year.desk, "evidence.other-row") as told:
        year.act("self-evaluation", "evidence.amend", new, "filler", local(DAY))
    assert told.params == {"sequence": str(first), "row": "carry-over", "given": "income-variance"}


def test_the_same_content_is_no_new_version(year: Shijing) -> None:
    first = add(year, "draft", b"draft")
    new = version(year, "again", b"draft", first)
    with refused(year.desk, "evidence.unchanged"):
        year.act("self-evaluation", "evidence.amend", new, "filler", local(DAY))


@pytest.mark.parametrize("record", [1, 10_000])
def test_what_is_no_evidence_of_the_department_is_not_superseded(year: Shijing, record: int) -> None:
    new = version(year, "new", b"new", record)
    with refused(year.desk, "evidence.unknown-piece") as told:
        year.act("self-evaluation", "evidence.amend", new, "filler", local(DAY))
    assert told.params == {"sequence": str(record), "department": "shijing"}


def test_a_new_piece_is_no_version_and_a_version_no_new_piece(year: Shijing) -> None:
    first = add(year, "draft", b"draft")
    piece, new = year.proof("piece", "carry-over", b"piece", "piece.txt"), version(year, "new", b"new", first)
    assert isinstance(piece, NewEvidence)
    for act, content in (("evidence.amend", piece), ("evidence.add", new)):
        with refused(year.desk, "act.wrong-content"):
            year.act("self-evaluation", act, content, "filler", local(DAY))


def test_an_amendment_that_is_sent_again_has_its_first_receipt(year: Shijing) -> None:
    first = add(year, "draft", b"draft")
    receipt = amend(year, "signed", b"signed", first)
    assert amend(year, "signed", b"signed", first) == receipt
    with pytest.raises(IdempotencyConflictError):
        amend(year, "signed", b"other words", first)
    assert len(mine(year)) == 2


def test_evidence_is_amended_after_the_filing_as_well(before: Callable[[str], Shijing]) -> None:
    year = before("review.conclude")
    first = add(year, "draft", b"draft")
    assert amend(year, "signed", b"signed", first).days_late == 0
    assert year.replayed().mismatches == ()
