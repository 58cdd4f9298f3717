"""A year on the real engine in which a figure was amended while its findings were being rectified."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest
from sqlmodel import col, select

from app.scenario import scenario_folder
from audit.replay import Until, replay
from audit.verifier.verify_books import verify
from models.findings import Finding
from models.ledger import LedgerRecord
from models.payloads import ScoreChanged
from models.projections import Alert, Review, Score, Task
from rules.core.writing import to_data
from tests.support.rehearsals import Played, play

if TYPE_CHECKING:
    from rules.core.evaluation import RowScore

pytestmark = pytest.mark.slow

# Amended twice: before the review, and after it while the finding is open.
AMENDED = """
  - at: 2022-03-30T10:00:00
    who: tianbao
    department: shijing
    act: self-evaluation.amend
    opinion: 复核前自查，固定资产利用率按盘点结果更正。
    facts:
      - {input: asset_use_rate, value: 89.99, unit: "%"}
"""
AMENDED_LATER = """
  - at: 2022-05-16T11:00:00
    who: tianbao
    department: shijing
    act: self-evaluation.amend
    opinion: 决算批复后更正收入差异率。
    facts:
      - {input: income_variance, value: 10.0, unit: "%"}
"""
SECOND_REVIEW = """
  - at: 2022-06-24T10:00:00
    who: fuhe
    department: shijing
    act: review.conclude
    findings:
      - {id: income, row: income-variance, text: 收入预算编制不准确，应说明原因。}
  - at: 2022-07-01T10:30:00
    who: tianbao
    department: shijing
    act: finding.answer
    matter: finding/income
    measure: 已说明原因并改进预算编制。
  - at: 2022-07-04T09:40:00
    who: fuhe
    department: shijing
    act: finding.accept
    matter: finding/income
    opinion: 同意。
"""


def _with_amendments(text: str) -> str:
    """The acts must stand in the order of their days."""
    review = text.index("  - at: 2022-04-12T14:00:00")
    answer = text.index("  - at: 2022-05-27T10:30:00")
    return text[:review] + AMENDED.lstrip("\n") + text[review:answer] + AMENDED_LATER.lstrip("\n") + text[answer:]


@pytest.fixture(scope="module")
def amended(tmp_path_factory: pytest.TempPathFactory) -> Played:
    folder = tmp_path_factory.mktemp("scenario") / "amended"
    shutil.copytree(scenario_folder("shijing-2021"), folder)
    file = folder / "scenario.yaml"
    file.write_text(_with_amendments(file.read_text(encoding="utf-8")) + SECOND_REVIEW.lstrip("\n"), encoding="utf-8")
    return play(tmp_path_factory.mktemp("amended"), str(folder))


def _records(played: Played) -> list[LedgerRecord]:
    with played.desk.reading() as session:
        return list(session.exec(select(LedgerRecord).order_by(col(LedgerRecord.sequence))))


def _rows(played: Played) -> dict[str, RowScore]:
    return {row.id: row for row in played.result.departments[0].evaluation.rows}


def _changed(played: Played) -> list[ScoreChanged]:
    payloads = [record.payload for record in _records(played) if record.kind == "score.changed"]
    return [ScoreChanged.model_validate_json(payload) for payload in payloads]


def test_only_the_amended_rows_and_the_sums_above_them_change(shijing: Played, amended: Played) -> None:
    plain, after = _rows(shijing), _rows(amended)
    assert {name for name, row in plain.items() if row.score != after[name].score} == {
        "asset-use",
        "assets",
        "income-variance",
        "funds",
        "management",
    }
    leaves = {name for name, row in plain.items() if row.leaf and to_data(row) != to_data(after[name])}
    assert leaves == {"asset-use", "income-variance"}


def test_every_score_stands_beside_the_others(amended: Played) -> None:
    with amended.desk.reading() as session:
        scores = session.exec(select(Score).where(col(Score.stage) == "score").order_by(col(Score.sequence))).all()
        reviews = session.exec(select(Review).order_by(col(Review.sequence))).all()
    assert [(score.total, score.grade) for score in scores] == [("90.25", "优"), ("90.05", "优"), ("89.55", "良")]
    assert [(review.total, review.grade) for review in reviews] == [("90.05", "优"), ("89.55", "良")]
    assert [review.evaluation_sequence for review in reviews] == [scores[1].sequence, scores[2].sequence]
    department = amended.result.departments[0]
    assert (department.review, department.grade) == ("89.55", "良")


def test_each_change_names_its_row_its_cause_and_what_it_reopened(amended: Played) -> None:
    before, after = _changed(amended)
    assert [[(row.row, row.before, row.after) for row in one.rows] for one in (before, after)] == [
        [("asset-use", "2.00", "1.80")],
        [("income-variance", "1.50", "1.00")],
    ]
    kinds = {record.sequence: record.kind for record in _records(amended)}
    assert {kinds[before.cause], kinds[after.cause]} == {"self-evaluation.amended"}
    assert before.reopened is None
    assert after.reopened is not None
    assert after.reopened.awaited is not None
    # Twenty working days from the 16th of May; the 3rd of June is off.
    assert after.reopened.awaited.due == "2022-06-14"


def test_the_reopened_review_climbs_its_ladder_in_the_rectification_phase(amended: Played) -> None:
    with amended.desk.reading() as session:
        alerts = session.exec(select(Alert).where(col(Alert.act) == "review.conclude")).all()
        tasks = session.exec(select(Task).where(col(Task.act) == "review.conclude").order_by(col(Task.round))).all()
    assert [(one.kind, one.days, one.to_role) for one in alerts if one.due == "2022-06-14"] == [
        ("reminder", 7, "reviewer"),
        ("reminder", 3, "reviewer"),
        ("reminder", 1, "reviewer"),
        ("overdue", 0, "performance-office"),
        ("overdue", 3, "performance-office"),
    ]
    assert [(task.round, task.due, task.days_late) for task in tasks] == [(1, "2022-04-25", 0), (2, "2022-06-14", 10)]


def test_the_year_ends_only_after_the_second_review_and_what_it_ordered(amended: Played) -> None:
    kinds = [record.kind for record in _records(amended)]
    closed = [place for place, kind in enumerate(kinds) if kind == "finding.accepted"]
    second = [place for place, kind in enumerate(kinds) if kind == "review.concluded"][1]
    # The first finding had been closed for weeks when the review was concluded again.
    assert closed[0] < second < closed[1] < kinds.index("year.concluded") < kinds.index("book.concluded")
    assert kinds.count("year.concluded") == 1
    with amended.desk.reading() as session:
        findings = session.exec(select(Finding).order_by(col(Finding.sequence))).all()
    assert [(one.finding, one.state, one.days_late) for one in findings] == [
        ("rules", "closed", 0),
        ("income", "closed", 0),
    ]


def test_the_reasons_are_commitments_and_their_words_are_not_in_the_chain(amended: Played) -> None:
    amendments = [record for record in _records(amended) if record.kind == "self-evaluation.amended"]
    reasons = [json.loads(record.payload)["content"]["reason"] for record in amendments]
    assert [len(reason) for reason in reasons] == [64, 64]
    assert "更正" not in "\n".join(record.payload.decode() for record in amendments)


def test_the_amended_book_verifies_and_replays_to_any_record(amended: Played) -> None:
    report = verify(amended.settings.data)
    assert report.ok, report.first
    # To every single one: tests/audit/test_replay.
    for sequence in range(1, amended.result.records + 1, 4):
        assert replay(amended.desk.engine, amended.rehearsed.book, Until(sequence)).mismatches == ()
    whole = replay(amended.desk.engine, amended.rehearsed.book)
    assert (whole.records, whole.evaluations, whole.mismatches) == (amended.result.records, 4, ())
