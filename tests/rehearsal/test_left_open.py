"""A year in which nobody answers the warnings and one of two findings is mended late, on the real engine."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
import yaml
from sqlmodel import col, select

from app.errors import AppError
from app.rehearsal import rehearse as module
from app.scenario import scenario_folder
from app.tasks import list_tasks
from audit.replay import replay
from audit.verifier.verify_books import verify
from models.findings import Finding
from models.ledger import LedgerRecord
from models.projections import Alert, Department, Matter
from tests.support.rehearsals import Played, play

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

pytestmark = pytest.mark.slow

SPENDING, EXHIBITIONS = "warning/1/spending-pace", "warning/1/indicator-pace/exhibitions"
LATER = "finding/budget-link"
SILENT = "  - {id: silent, name: 从不申报的单位, facts: facts.yaml, behaves: {never: [targets.file]}}"
SILENT_FILLER = "  - {id: wuren, name: 无人（演练）, role: filler, department: silent}"


@pytest.fixture(scope="module")
def left_open(tmp_path_factory: pytest.TempPathFactory) -> Played:
    folder = tmp_path_factory.mktemp("scenario") / "left_open"
    shutil.copytree(scenario_folder("shijing-2021"), folder)
    _rewrite(folder / "scenario.yaml")
    return play(tmp_path_factory.mktemp("left-open"), str(folder))


def _rewrite(file: Path) -> None:
    played = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506  # texts only
    acts: list[dict[str, Any]] = [act for act in played["acts"] if not act["act"].startswith("warning.")]
    (review,) = (act for act in acts if act["act"] == "review.conclude")
    review["findings"].append({"id": "budget-link", "row": "carry-over", "text": "结果未与预算挂钩。"})
    mend, accept = (act for act in acts if act["act"].startswith("finding."))
    # The fourth of June is the last day.
    acts.append({**mend, "at": "2022-06-08T09:00:00", "matter": LATER, "measure": "已建立挂钩机制。"})
    acts.append({**accept, "at": "2022-06-10T09:00:00", "matter": LATER})
    # The bureau orders a new evaluation between the self-evaluation and the review.
    again = {"at": "2022-03-25T10:00:00", "who": "jixiaoke", "department": "shijing"}
    order = {**again, "kind": "reevaluate", "stage": "score"}
    file.write_text(yaml.safe_dump({**played, "acts": acts, "orders": [order]}, allow_unicode=True), encoding="utf-8")


def _alerts(played: Played, matter: str) -> list[tuple[str, int, str, str]]:
    with played.desk.reading() as session:
        query = select(Alert).where(col(Alert.matter) == matter).order_by(col(Alert.sequence))
        return [(one.kind, one.days, one.to_role, one.happened_at[:16]) for one in session.exec(query)]


def test_a_warning_goes_up_its_whole_ladder_after_its_phase_was_done(left_open: Played) -> None:
    # The monitoring was accepted on 25 August 2021; the next phase begins in February.
    for matter in (SPENDING, EXHIBITIONS):
        assert _alerts(left_open, matter) == [
            ("reminder", 7, "filler", "2021-08-25T01:00"),
            ("reminder", 3, "filler", "2021-08-29T01:00"),
            ("reminder", 1, "filler", "2021-08-31T01:00"),
            ("overdue", 0, "performance-office", "2021-09-01T16:00"),
            ("overdue", 3, "performance-office", "2021-09-04T16:00"),
            ("overdue", 10, "performance-office", "2021-09-11T16:00"),
        ]


def test_warnings_that_nobody_answers_hold_nothing_up_and_stay_open_for_everybody_to_see(left_open: Played) -> None:
    department = left_open.result.departments[0]
    assert [(one.matter, one.state, one.answered_at) for one in department.warnings] == [
        (EXHIBITIONS, "raised", None),
        (SPENDING, "raised", None),
    ]
    tasks = list_tasks(left_open.desk, None, "tianbao")
    assert {(task.matter, task.act, task.due) for task in tasks} == {
        (matter, "warning.answer", "2021-09-01") for matter in (SPENDING, EXHIBITIONS)
    }
    with left_open.desk.reading() as session:
        assert session.get_one(Department, (left_open.rehearsed.book, "shijing")).concluded


def test_the_score_does_not_depend_on_warnings_and_findings(left_open: Played, shijing: Played) -> None:
    assert left_open.result.departments[0].evaluation.total == shijing.result.departments[0].evaluation.total


def test_rectification_lasts_to_the_last_of_its_findings_and_each_is_late_by_itself(left_open: Played) -> None:
    with left_open.desk.reading() as session:
        findings = {one.finding: (one.state, one.days_late) for one in session.exec(select(Finding))}
        rectification = session.get_one(Matter, (left_open.rehearsed.book, "shijing", "rectification"))
        query = select(LedgerRecord).where(col(LedgerRecord.sequence) == rectification.sequence)
        last = session.exec(query).one()
    assert findings == {"rules": ("closed", 0), "budget-link": ("closed", 4)}
    assert (rectification.state, last.kind, last.happened_at[:10]) == ("done", "finding.accepted", "2022-06-10")


def test_each_finding_has_a_ladder_of_its_own(left_open: Played) -> None:
    kinds = [(kind, days) for kind, days, _, _ in _alerts(left_open, LATER)]
    assert kinds == [("reminder", 7), ("reminder", 3), ("reminder", 1), ("overdue", 0), ("overdue", 3)]
    assert _alerts(left_open, "finding/rules") == []


def test_an_order_in_the_middle_of_a_play_comes_in_on_its_own_day_and_in_its_turn(left_open: Played) -> None:
    with left_open.desk.reading() as session:
        records = session.exec(select(LedgerRecord).order_by(col(LedgerRecord.sequence))).all()
    place = next(number for number, record in enumerate(records) if record.kind == "reevaluation.ordered")
    order, after = records[place], records[place + 1 :]
    assert order.received_at is not None
    # One minute past ten in Shanghai, received before it was obeyed.
    assert order.received_at[:16] == order.happened_at[:16] == "2022-03-25T02:01"
    assert order.received_at < order.happened_at
    assert records[place - 1].happened_at < order.happened_at <= after[0].happened_at < after[1].happened_at


def test_the_book_verifies_and_replays(left_open: Played) -> None:
    report = verify(left_open.settings.data)
    assert report.ok, report.first
    assert replay(left_open.desk.engine, left_open.rehearsed.book).mismatches == ()


def test_a_play_that_leaves_a_year_unfinished_names_the_department_that_was_to_end(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "unfinished"
    shutil.copytree(scenario_folder("shijing-2021"), folder)
    file = folder / "scenario.yaml"
    text = file.read_text(encoding="utf-8")
    cast = text[: text.index("\nacts:")].replace("\npeople:\n", f"\n{SILENT}\npeople:\n{SILENT_FILLER}\n")
    file.write_text(f"{cast}\nacts: []\n", encoding="utf-8")
    monkeypatch.setattr(module, "_CONCLUDE_SECONDS", 1)
    with pytest.raises(AppError) as told:
        play(tmp_path / "data", str(folder))
    assert told.value.code == "rehearsal.left-open"
    assert told.value.params == {"book": "guangzhou-baiyun/2021/rehearsal", "departments": "shijing"}
