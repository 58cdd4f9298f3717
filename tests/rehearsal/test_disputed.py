"""A final score that is disputed and changed, and one that nobody answers to, on the real engine."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
import yaml
from sqlmodel import col, select

from app.scenario import rubric_path, scenario_folder
from audit.replay import replay
from audit.verifier.verify_books import verify
from models.acknowledgements import Acknowledgement, Dispute
from models.ledger import LedgerRecord
from models.projections import Department, Review
from tests.support.rehearsals import Played, play

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

pytestmark = pytest.mark.slow

ROW = "performance-rules"


def played(folder: Path, data: Path, *answers: dict[str, Any]) -> Played:
    """The shipped year under a form that asks for an answer, and what is said to its final score."""
    place = folder / "asked"
    shutil.copytree(scenario_folder("shijing-2021"), place)
    file = place / "scenario.yaml"
    scenario = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506  # texts only
    text = rubric_path(scenario["rubric"]).read_text(encoding="utf-8")
    asked = place / "asked.yaml"
    asked.write_text(f"{text}\nacknowledgement:\n  silence: true\n", encoding="utf-8")
    acts = [{**one, "department": "shijing"} for one in answers]
    written = {**scenario, "rubric": str(asked), "acts": [*scenario["acts"], *acts]}
    file.write_text(yaml.safe_dump(written, allow_unicode=True), encoding="utf-8")
    return play(data, str(place))


def kinds(one: Played) -> list[str]:
    with one.desk.reading() as session:
        return list(session.exec(select(LedgerRecord.kind).order_by(col(LedgerRecord.sequence))))


def sound(one: Played) -> None:
    book = one.rehearsed.book
    assert not replay(one.desk.engine, book, None, one.desk.evaluators).mismatches
    assert verify(one.settings.data, (book,)).ok
    with one.desk.reading() as session:
        assert session.get_one(Department, (book, "shijing")).concluded


def test_a_disputed_row_is_upheld_or_changed_and_the_year_ends(tmp_path: Path) -> None:
    dispute = {"at": "2022-04-18T09:00:00", "who": "tianbao", "act": "acknowledgement.dispute"}
    settle = {"at": "2022-04-20T09:00:00", "who": "fuhe", "act": "acknowledgement.answer"}
    one = played(
        tmp_path,
        tmp_path / "data",
        {**dispute, "disputes": [{"row": ROW, "reason": "办法已印发。"}, {"row": "carry-over", "reason": "已结清。"}]},
        {
            **settle,
            "rows": [{"row": ROW, "score": "1", "reason": "办法已印发，但缺少考核条款。"}],
            "upheld": [{"row": "carry-over", "reason": "佐证不足。"}],
        },
    )
    with one.desk.reading() as session:
        found = {row.row: (row.state, row.score) for row in session.exec(select(Dispute))}
        totals = session.exec(select(Review.total).order_by(col(Review.sequence))).all()
    assert found == {ROW: ("changed", "1"), "carry-over": ("upheld", None)}
    assert len(set(totals)) == 2
    assert "acknowledgement.deemed" not in kinds(one)
    sound(one)


def test_silence_ends_with_the_clocks_own_record_on_the_day_after_and_without_an_alert(tmp_path: Path) -> None:
    one = played(tmp_path, tmp_path / "data")
    with one.desk.reading() as session:
        (answer,) = session.exec(select(Acknowledgement))
        record = session.exec(select(LedgerRecord).where(col(LedgerRecord.sequence) == answer.sequence)).one()
        said = session.exec(select(LedgerRecord).where(col(LedgerRecord.kind) == "deadline.overdue")).all()
    assert (answer.state, answer.actor, record.kind) == ("silence", None, "acknowledgement.deemed")
    assert not [one for one in said if b"acknowledgement.confirm" in one.payload]
    sound(one)
