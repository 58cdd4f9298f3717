"""Figures amended after filing: a new score beside the old one, and every changed row told to both sides."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from sqlmodel import col, select

from audit.errors import IdempotencyConflictError
from audit.replay import Until
from audit.verifier.verify_books import verify
from models.projections import Alert, Filing, Score, Task
from models.receipts import RowNote
from models.score_changes import ScoreChange
from tests.support.amendments import TEN, amend, change, changes, figure, kinds_from, otherwise, result, rows, scores
from tests.support.shijing import BOOK, DEPARTMENT, local
from tests.support.tampered import Tampered

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.support.shijing import Shijing


@pytest.fixture
def year(before: Callable[[str], Shijing]) -> Shijing:
    """Self-evaluated with 90.25; the review is open."""
    return before("review.conclude")


# -- what follows from an amended figure ------------------------------------------------------------------------


def test_an_amended_figure_changes_its_row_the_sums_above_it_and_nothing_else(year: Shijing) -> None:
    receipt = amend(year, TEN)
    assert scores(year) == [("90.25", "优"), ("89.75", "良")]
    assert otherwise(year, 0, 1) == {"income-variance", "funds", "management"}
    assert rows(year)["income-variance"]["rules"] == ["income-variance/step-2"]
    assert receipt.score is not None
    assert (receipt.score.total, receipt.score.covers, receipt.score.grade) == ("89.75", "100", "良")


def test_the_receipt_says_what_changed(year: Shijing) -> None:
    told = amend(year, TEN).change
    assert told is not None
    assert (told.total_before, told.total_after) == ("90.25", "89.75")
    assert told.rows == (RowNote(row="income-variance", name="财政拨款收入预决算差异率", before="1.50", after="1.00"),)


def test_the_change_is_on_the_record_with_both_scores_both_rules_and_its_cause(year: Shijing) -> None:
    receipt = amend(year, TEN)
    assert kinds_from(year, receipt.sequence) == ["self-evaluation.amended", "evaluation.made", "score.changed"]
    changed = change(year)
    (row,) = changed.rows
    assert (row.row, row.before, row.after) == ("income-variance", "1.50", "1.00")
    assert (row.rules_before, row.rules_after) == (("income-variance/step-1",), ("income-variance/step-2",))
    assert row.arithmetic == "⌊10% ÷ 5%⌋ = 2; 2 − 2 × 0.5 = 1"
    assert (changed.total_before, changed.grade_before) == ("90.25", "优")
    assert (changed.total_after, changed.grade_after) == ("89.75", "良")
    assert (changed.cause, changed.evaluation) == (receipt.sequence, receipt.sequence + 1)
    with year.desk.reading() as session:
        assert session.get_one(Score, (BOOK, changed.previous)).total == "90.25"
        kept = session.exec(select(ScoreChange)).one()
    assert (kept.cause, kept.previous, kept.evaluation) == (changed.cause, changed.previous, changed.evaluation)
    assert (kept.total_before, kept.total_after) == ("90.25", "89.75")


def test_both_sides_are_told(year: Shijing) -> None:
    receipt = amend(year, TEN)
    with year.desk.reading() as session:
        alerts = session.exec(select(Alert).where(col(Alert.sequence) == receipt.sequence + 2)).all()
    assert {(one.to_role, one.kind, one.department, one.act) for one in alerts} == {
        (role, "score-changed", DEPARTMENT, "self-evaluation.amend") for role in ("filler", "reviewer")
    }


def test_a_figure_amended_back_restores_the_first_score_byte_for_byte(year: Shijing) -> None:
    amend(year, TEN)
    amend(year, figure("income_variance"))
    assert scores(year) == [("90.25", "优"), ("89.75", "良"), ("90.25", "优")]
    assert json.dumps(rows(year, 0)) == json.dumps(rows(year, 2))
    assert (change(year).rows[0].before, change(year).rows[0].after) == ("1.00", "1.50")
    assert changes(year) == 2


def test_an_amendment_that_changes_no_row_tells_nobody(year: Shijing) -> None:
    receipt = amend(year, figure("income_variance"))
    assert kinds_from(year, receipt.sequence) == ["self-evaluation.amended", "evaluation.made"]
    assert (receipt.change, changes(year)) == (None, 0)
    assert scores(year) == [("90.25", "优"), ("90.25", "优")]
    with year.desk.reading() as session:
        assert session.exec(select(Alert).where(col(Alert.kind) == "score-changed")).all() == []


def test_another_figure_with_the_same_score_is_still_told(year: Shijing) -> None:
    receipt = amend(year, figure("income_variance", value="8.9"))
    assert receipt.change is not None
    assert (receipt.change.total_before, receipt.change.total_after) == ("90.25", "90.25")
    assert change(year).rows[0].arithmetic.startswith("⌊8.9% ÷ 5%⌋ = 1")


def test_an_amended_result_changes_its_indicator_and_the_share_of_indicators_met(year: Shijing) -> None:
    leaf = "duties.operation.staff-control"
    amend(year, results=(result("staff-control", met="no"),))
    told = {row.row: (row.before, row.after) for row in change(year).rows}
    assert told == {leaf: ("2.00", "0.00"), "target-completion": ("1.92", "1.84")}
    above = {"duties.operation", "duties", "performance", "performance-management", "management"}
    assert otherwise(year, 0, 1) == {leaf, "target-completion"} | above
    assert scores(year)[-1] == ("88.17", "良")


def test_two_amendments_add_up_and_each_names_what_it_changed(year: Shijing) -> None:
    first = amend(year, TEN)
    second = amend(year, figure("carry_over_rate", value="30"))
    assert scores(year)[-1] == ("88.25", "良")
    assert first.change is not None
    assert second.change is not None
    assert (second.change.total_before, second.change.total_after) == ("89.75", "88.25")
    assert [row.row for row in change(year).rows] == ["carry-over"]


def test_several_figures_are_amended_by_one_act(year: Shijing) -> None:
    amend(year, TEN, figure("carry_over_rate", value="30"), results=(result("staff-control", met="no"),))
    assert scores(year) == [("90.25", "优"), ("86.17", "良")]
    assert len(change(year).rows) == 4


def test_an_optional_figure_that_was_left_out_is_added(before: Callable[[str], Shijing]) -> None:
    year = before("self-evaluation.file")
    filing = year.filing("self-evaluation.file")
    facts = filing.lists["facts"]
    assert isinstance(facts, list)
    kept = [one for one in facts if isinstance(one, dict) and one["input"] != "office_cost_variance"]
    filing = filing.model_copy(update={"lists": {**filing.lists, "facts": kept}})
    year.act("self-evaluation", "self-evaluation.file", filing, "filler", local("2022-03-10"))
    amend(year, figure("office_cost_variance"))
    assert len(scores(year)) == 2


def test_a_late_filing_stays_late_and_an_amendment_is_never_late(year: Shijing) -> None:
    receipt = amend(year, TEN)
    assert receipt.days_late == 0
    with year.desk.reading() as session:
        filings = session.exec(select(Filing).where(col(Filing.phase) == "self-evaluation")).all()
        task = session.get_one(Task, (BOOK, DEPARTMENT, "self-evaluation", "self-evaluation.file", 1))
    assert [filing.days_late for filing in filings] == [5, 0]
    assert (task.state, task.days_late) == ("done", 5)
    late = next(one for one in rows(year)["monitoring-and-evaluation"]["figures"] if "on_time" in one["input"])
    assert late["origin"] == "witnessed"
    assert rows(year)["monitoring-and-evaluation"]["score"] == "3.00"


# -- once, and provable -------------------------------------------------------------------------------------------


def test_the_same_amendment_sent_again_gets_its_first_receipt_with_its_change(year: Shijing) -> None:
    first = amend(year, TEN, request="amend/1")
    amend(year, figure("carry_over_rate", value="30"))
    assert amend(year, TEN, request="amend/1") == first
    assert first.change is not None
    assert (changes(year), scores(year)[-1][0]) == (2, "88.25")


def test_other_figures_under_the_same_key_are_a_conflict(year: Shijing) -> None:
    amend(year, TEN, request="amend/1")
    with pytest.raises(IdempotencyConflictError):
        amend(year, figure("income_variance", value="11.0"), request="amend/1")
    assert changes(year) == 1


@pytest.mark.thorough
def test_an_amended_book_replays_to_its_end_and_to_every_earlier_record(year: Shijing) -> None:
    amend(year, TEN)
    last = amend(year, figure("income_variance")).sequence + 2
    for sequence in range(1, last):
        earlier = year.replayed(Until(sequence))
        assert (earlier.records, earlier.mismatches) == (sequence, ())
    whole = year.replayed()
    assert (whole.records, whole.of, whole.evaluations, whole.mismatches) == (last, last, 4, ())


def test_an_amended_book_verifies(year: Shijing, tmp_path: Path) -> None:
    amend(year, TEN)
    year.desk.engine.dispose()
    report = verify(tmp_path / "before-0")
    assert report.ok, report.first


def test_an_altered_change_in_the_table_is_found_and_named(year: Shijing, tmp_path: Path) -> None:
    sequence = amend(year, TEN).sequence + 2
    year.desk.engine.dispose()
    Tampered(tmp_path / "before-0").sql("UPDATE score_change SET total_before = '89.75'")
    (mismatch,) = year.replayed().mismatches
    assert mismatch.where == f"score_change['{BOOK}', '{sequence}']"
    assert "'total_before': '90.25'" in mismatch.replayed


def test_a_change_that_the_two_scores_do_not_show_is_found_at_replay(year: Shijing, tmp_path: Path) -> None:
    sequence = amend(year, TEN).sequence + 2
    year.desk.engine.dispose()
    Tampered(tmp_path / "before-0").sql(
        'UPDATE ledger SET payload = CAST(replace(CAST(payload AS TEXT), \'"of_after":"100"\', '
        '\'"of_after":"99"\') AS BLOB) WHERE sequence = ?',
        sequence,
    )
    found = [(one.what, one.where) for one in year.replayed().mismatches]
    assert found[0] == ("change", f"{BOOK}#{sequence}")
    assert {what for what, _ in found[1:]} == {"table"}


def test_a_changed_score_says_what_both_totals_cover(year: Shijing) -> None:
    amend(year, TEN)
    told = change(year)
    assert (told.of_before, told.of_after, told.adjustments) == ("100", "100", ())
