"""Engine and interpreter disagree: the filing counts, nothing is decided, nothing can be concluded until it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlmodel import col, select

from audit.replay import replay
from models.commands import Reevaluate, ReviewResult
from models.ledger import LedgerRecord
from models.payloads import EvaluationMade, EvaluationUndecided
from models.projections import Filing, Matter, Review, Score
from tests.support.desks import copied, desk_at
from tests.support.out_of_order import Broken, Forgetful, faulty
from tests.support.refusals import refused
from tests.support.shijing import BOOK, DEPARTMENT, Shijing, local

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from audit.evaluators import Evaluators
    from models.receipts import Receipt


Filed = tuple[Shijing, "Receipt"]


@pytest.fixture(params=[Forgetful, Broken], ids=["differs", "fails"])
def filed(
    request: pytest.FixtureRequest, before: Callable[[str], Shijing], data: Path, tmp_path: Path
) -> Iterator[Filed]:
    """The self-evaluation was filed while the engine was out of order."""
    whole = before("self-evaluation.file")
    whole.desk.engine.dispose()
    copied(tmp_path / "before-0", data)
    year = Shijing(desk_at(data, faulty(request.param)), whole.start)
    content = year.filing("self-evaluation.file")
    yield year, year.act("self-evaluation", "self-evaluation.file", content, "filler", local("2022-03-17"))
    year.desk.engine.dispose()


@pytest.fixture
def healed(filed: Filed, data: Path, evaluators: Evaluators) -> Iterator[Shijing]:
    """The same book with an engine in order."""
    year = Shijing(desk_at(data, evaluators), filed[0].start)
    # Both count their requests; these come later.
    year.sent = 50
    yield year
    year.desk.engine.dispose()


def last_records(year: Shijing, count: int) -> list[LedgerRecord]:
    with year.desk.reading() as session:
        query = select(LedgerRecord).order_by(col(LedgerRecord.sequence).desc()).limit(count)
        return list(session.exec(query))[::-1]


def scores(year: Shijing) -> list[tuple[str, str | None]]:
    with year.desk.reading() as session:
        query = select(Score).where(col(Score.stage) == "score").order_by(col(Score.sequence))
        return [(score.state, score.total) for score in session.exec(query)]


def test_the_filing_is_committed_and_counts_as_filed_in_time(filed: Filed) -> None:
    year, receipt = filed
    act, evaluation = last_records(year, 2)
    assert (act.kind, act.sequence) == ("self-evaluation.filed", receipt.sequence)
    assert (evaluation.kind, evaluation.sequence) == ("evaluation.undecided", receipt.sequence + 1)
    assert receipt.days_late == 0
    with year.desk.reading() as session:
        assert session.get_one(Matter, (BOOK, DEPARTMENT, "self-evaluation")).state == "done"
        assert session.get_one(Filing, (BOOK, receipt.sequence)).days_late == 0


def test_the_receipt_says_that_nothing_was_decided_and_gives_no_score(filed: Filed) -> None:
    _, receipt = filed
    assert receipt.score is not None
    assert receipt.score.undecided
    assert receipt.score.sequence == receipt.sequence + 1
    assert (receipt.score.total, receipt.score.covers, receipt.score.grade) == (None, None, None)


def test_the_record_holds_what_each_of_the_two_fired(filed: Filed, healed: Shijing) -> None:
    year, receipt = filed
    stored = EvaluationUndecided.model_validate_json(last_records(year, 1)[0].payload)
    assert stored.cause == receipt.sequence
    healed.order("again", Reevaluate(department=DEPARTMENT, stage="score"), day="2022-03-18")
    good = EvaluationMade.model_validate_json(last_records(healed, 1)[0].payload)
    assert list(stored.interpreter) == good.evaluation["fired"]
    if stored.code == "engine.differs":
        # Every indicator's network and the rows' network lost their last firing.
        assert 0 < len(stored.engine) < len(stored.interpreter)
        assert set(stored.interpreter) - set(stored.engine)
    else:
        assert (stored.code, stored.engine) == ("engine.not-drained", ())


def test_nothing_can_be_concluded_on_an_undecided_score(filed: Filed) -> None:
    year, receipt = filed
    year.open_phase("review")
    with refused(year.desk, "review.undecided") as told:
        year.act("review", "review.conclude", ReviewResult(), "reviewer", local("2022-04-12"))
    assert told.params == {"department": DEPARTMENT, "sequence": str(receipt.sequence + 1)}


def test_a_new_evaluation_stands_beside_the_undecided_one_and_the_review_concludes(
    filed: Filed, healed: Shijing
) -> None:
    assert scores(filed[0]) == [("undecided", None)]
    result = healed.order("again", Reevaluate(department=DEPARTMENT, stage="score"), day="2022-03-18")
    assert result.receipt.score is not None
    assert (result.receipt.score.undecided, result.receipt.score.total) == (False, "91.25")
    assert scores(healed) == [("undecided", None), ("made", "91.25")]
    healed.open_phase("review")
    healed.act("review", "review.conclude", ReviewResult(), "reviewer", local("2022-04-12"))
    with healed.desk.reading() as session:
        review = session.exec(select(Review)).one()
    assert (review.total, review.grade) == ("91.25", "优")
    assert review.evaluation_sequence == result.receipt.score.sequence


def test_an_engine_still_out_of_order_leaves_the_score_undecided_once_more(filed: Filed) -> None:
    year, _ = filed
    receipt = year.order("again", Reevaluate(department=DEPARTMENT, stage="score"), day="2022-03-18").receipt
    assert receipt.score is not None
    assert receipt.score.undecided
    assert scores(year) == [("undecided", None), ("undecided", None)]


def test_the_last_score_stays_when_a_later_evaluation_is_undecided(
    before: Callable[[str], Shijing], tmp_path: Path
) -> None:
    whole = before("review.conclude")
    whole.desk.engine.dispose()
    year = Shijing(desk_at(tmp_path / "before-0", faulty(Forgetful)), whole.start)
    year.order("again", Reevaluate(department=DEPARTMENT, stage="score"), day="2022-04-01")
    assert scores(year) == [("made", "90.25"), ("undecided", None)]
    with refused(year.desk, "review.undecided"):
        year.act("review", "review.conclude", ReviewResult(), "reviewer", local("2022-04-12"))
    year.desk.engine.dispose()


def test_mid_year_warnings_that_are_undecided_do_not_stop_the_year(
    before: Callable[[str], Shijing], tmp_path: Path
) -> None:
    whole = before("monitoring.file")
    whole.desk.engine.dispose()
    year = Shijing(desk_at(tmp_path / "before-0", faulty(Broken)), whole.start)
    receipt = year.act("monitoring", "monitoring.file", year.mid_year(), "filler", local("2021-08-18"))
    assert receipt.score is not None
    assert (receipt.score.undecided, receipt.score.warnings) == (True, 0)
    assert [(turn.matter, turn.state) for turn in receipt.turns] == [("monitoring", "filed")]
    year.desk.engine.dispose()


def test_replay_with_an_engine_in_order_takes_the_undecided_record_for_what_it_was(
    filed: Filed, healed: Shijing
) -> None:
    before = len(last_records(filed[0], 100))
    result = replay(healed.desk.engine, BOOK)
    assert (result.records, result.mismatches) == (before, ())
