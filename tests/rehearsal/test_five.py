"""Five departments of three bureaus, whose years are played at once from folders where nothing published lies."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlmodel import col, select

from app.rehearsal.result import rehearsal_result
from app.scenario import scenario_folder, shipped_scenarios
from audit.replay import replay
from audit.verifier.verify_books import verify
from cli.departments import show_departments
from cli.offer import show_offer
from cli.rehearsed import show_rehearsal
from cli.rehearsed_json import rehearsals_json
from cli.speaking import voice
from models.ledger import LedgerRecord
from models.projections import PROJECTIONS, Alert, Appointment, Matter, Review, Task
from models.side_stores import CommittedText
from tests.support.command_line import CommandLine
from tests.support.rehearsals import Played, play_all

if TYPE_CHECKING:
    from app.rehearsal.result import DepartmentResult

pytestmark = pytest.mark.slow

PANYU = "guangzhou-panyu/2023/rehearsal"
CONGHUA = "guangzhou-conghua/2022/rehearsal"
SPENDING = "warning/1/spending-pace"
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Played]:
    folders = [_unpublished(tmp_path_factory.mktemp("scenarios"), name) for name in shipped_scenarios()]
    books = play_all(tmp_path_factory.mktemp("five"), [str(folder) for folder in folders], apart=True)
    return {one.rehearsed.book: one for one in books}


def _unpublished(into: Path, name: str) -> Path:
    folder = into / name
    shutil.copytree(scenario_folder(name), folder, ignore=shutil.ignore_patterns("published.yaml"))
    return folder


@pytest.fixture(scope="module")
def five(played: dict[str, Played]) -> dict[str, DepartmentResult]:
    """The departments by book and id, set beside what was published."""
    found = {}
    for book, one in played.items():
        beside = replace(one.rehearsed, folder=scenario_folder(one.rehearsed.scenario.id))
        for department in rehearsal_result(one.desk, beside).departments:
            found[f"{book.split('/')[0].removeprefix('guangzhou-')}/{department.id}"] = department
    return found


def _records(played: dict[str, Played]) -> list[LedgerRecord]:
    first = next(iter(played.values()))
    with first.desk.reading() as session:
        return list(session.exec(select(LedgerRecord).order_by(col(LedgerRecord.book), col(LedgerRecord.sequence))))


# -- scores -------------------------------------------------------------------------------------------------------


def test_all_five_are_played(five: dict[str, DepartmentResult]) -> None:
    assert sorted(five) == [
        "baiyun/shijing",
        "conghua/housing",
        "panyu/government-services",
        "panyu/housing",
        "panyu/human-resources",
    ]


def test_every_row_that_can_be_recomputed_comes_out_as_printed_or_has_a_defect_of_the_document_for_a_cause(
    five: dict[str, DepartmentResult],
) -> None:
    differing: dict[tuple[str, str], str | None] = {}
    for name, department in five.items():
        assert department.comparison is not None
        assert department.comparison.unexplained == ()
        rows = [row for row in department.comparison.rows if row.listed == "recomputed"]
        assert all(row.computed is not None for row in rows), name
        differing |= {(name, row.row): row.because.id for row in rows if not row.matches and row.because is not None}
        assert all(row.matches or row.because is not None for row in rows), name
    assert differing == {
        ("panyu/human-resources", "procurement-policy"): "D27",
        ("panyu/housing", "execution"): "D2",
        ("panyu/government-services", "office-costs"): "D9",
    }


def test_claimed_rule_review_and_published_score_stand_side_by_side(five: dict[str, DepartmentResult]) -> None:
    assert {
        name: (
            "/".join(one.claimed),
            f"{one.evaluation.total}/{one.evaluation.of}",
            f"{one.review} {one.grade}",
            one.published,
        )
        for name, one in five.items()
    } == {
        "baiyun/shijing": ("0/0", "90.25/100", "90.25 优", "90.25"),
        "conghua/housing": ("93.1/94.1", "5.90/5.9", "98.50 优", "99"),
        "panyu/human-resources": ("51/51", "48.92/49", "99.91 优", "99.92"),
        "panyu/housing": ("46/48", "53.04/54", "94.64 优", "97.04"),
        "panyu/government-services": ("86/91", "6.86/9", "91.96 优", "94.4"),
    }


def test_what_was_computed_is_the_same_whether_or_not_anything_was_published(
    played: dict[str, Played], five: dict[str, DepartmentResult]
) -> None:
    alone = rehearsals_json([one.result for one in played.values()])["departments"]
    assert isinstance(alone, list)
    assert len(alone) == len(five)
    for department in alone:
        assert department["published"] is None
        assert {row["published"] for row in department["rows"]} == {None}
    beside = {name: department.evaluation for name, department in five.items()}
    without = {
        f"{book.split('/')[0].removeprefix('guangzhou-')}/{department.id}": department.evaluation
        for book, one in played.items()
        for department in one.result.departments
    }
    assert without == beside


def test_deleting_what_was_published_leaves_every_score_byte_for_byte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    jixiao = CommandLine(monkeypatch, tmp_path / "data")
    for name in shipped_scenarios():
        bare = _unpublished(tmp_path, name)
        for facts in sorted(scenario_folder(name).rglob("facts.yaml")):
            rubric, published = _rubric_of(facts), facts.with_name("published.yaml")
            beside = jixiao("score", "--rubric", rubric, facts, "--json", "--published", published).document
            assert beside.pop("comparison")["rows"]
            alone = jixiao("score", "--rubric", rubric, bare / facts.relative_to(scenario_folder(name)), "--json")
            assert alone.out == json.dumps(beside, ensure_ascii=False, indent=2) + "\n"
            assert alone.out == jixiao("score", "--rubric", rubric, facts, "--json").out


def _rubric_of(facts: Path) -> Path:
    line = next(line for line in facts.with_name("published.yaml").read_text().splitlines() if line[:7] == "rubric:")
    return ROOT / "rules" / "rubrics" / f"{line.removeprefix('rubric: ')}.yaml"


def test_each_department_of_a_book_is_scored_by_its_own_variant_of_the_form(five: dict[str, DepartmentResult]) -> None:
    rubrics = {name: five[name].evaluation.rubric.rpartition("/")[2] for name in five if name.startswith("panyu/")}
    assert rubrics == {
        "panyu/human-resources": "department",
        "panyu/housing": "department",
        "panyu/government-services": "department-special-funds",
    }


# -- what happened in the years -----------------------------------------------------------------------------------


def test_warnings_are_answered_in_time_or_late_or_never(five: dict[str, DepartmentResult]) -> None:
    found = {
        (name, warning.matter): (warning.colour, warning.state, warning.answered_at is not None, warning.days_late)
        for name, department in five.items()
        for warning in department.warnings
    }
    assert found == {
        ("baiyun/shijing", "warning/1/indicator-pace/exhibitions"): ("blue", "closed", True, 2),
        ("baiyun/shijing", SPENDING): ("yellow", "closed", True, 0),
        ("conghua/housing", SPENDING): ("red", "closed", True, 0),
        ("panyu/human-resources", SPENDING): ("yellow", "closed", True, 0),
        ("panyu/housing", SPENDING): ("red", "closed", True, 0),
        ("panyu/government-services", SPENDING): ("red", "raised", False, 0),
    }


def test_a_warning_that_nobody_answers_reaches_the_bureau_and_stays_open_beyond_the_year(
    played: dict[str, Played],
) -> None:
    with played[PANYU].desk.reading() as session:
        of = (PANYU, "government-services", SPENDING)
        assert session.get_one(Matter, of).state == "open"
        query = select(Alert).where(
            col(Alert.book) == PANYU, col(Alert.kind) == "overdue", col(Alert.matter) == SPENDING
        )
        told = {(alert.department, alert.to_role) for alert in session.exec(query)}
    assert told == {("government-services", "performance-office")}


def test_the_amendment_moves_one_row_from_the_figure_of_the_play_to_that_of_the_document(
    played: dict[str, Played], five: dict[str, DepartmentResult]
) -> None:
    (change,) = five["panyu/human-resources"].changes
    assert (change.total_before, change.total_after) == ("48.29", "48.92")
    rows = json.loads(change.document)["rows"]
    assert [(row["row"], row["before"], row["after"]) for row in rows] == [("execution", "9.290", "9.920")]
    filed, amended = (
        json.loads(record.payload)["content"]["lists"]["facts"]
        for record in _records(played)
        if (record.book, record.subject_department) == (PANYU, "human-resources")
        and record.kind in ("self-evaluation.filed", "self-evaluation.amended")
    )
    rates = [[fact for fact in facts if fact["input"] == "execution_rate"] for facts in (filed, amended)]
    assert [(fact["value"], fact["origin"]) for (fact,) in rates] == [("92.9", "scenario"), ("99.2", "figure")]


def test_filings_are_returned_and_filed_again(played: dict[str, Played]) -> None:
    with played[CONGHUA].desk.reading() as session:
        again = select(Task).where(col(Task.round) > 1, col(Task.act).endswith(".file"))
        found = {(task.book, task.department, task.act, task.days_late) for task in session.exec(again)}
    assert found == {
        (CONGHUA, "housing", "targets.file", 0),
        (PANYU, "housing", "self-evaluation.file", 0),
    }


def test_an_order_of_the_bureau_puts_a_deadline_off_and_the_filing_is_in_time(played: dict[str, Played]) -> None:
    records = [one for one in _records(played) if one.book == PANYU and one.subject_department == "government-services"]
    (extended,) = [one for one in records if one.kind == "deadline.extended"]
    (filed,) = [one for one in records if one.kind == "self-evaluation.filed"]
    assert extended.received_at is not None
    assert [moment[:10] for moment in (extended.received_at, extended.happened_at)] == ["2024-03-14", "2024-03-14"]
    assert extended.sequence < filed.sequence
    with played[PANYU].desk.reading() as session:
        task = session.get_one(Task, (PANYU, "government-services", "self-evaluation", "self-evaluation.file", 1))
    assert (task.due, task.days_late) == ("2024-03-22", 0)
    assert filed.received_at is not None
    assert "2024-03-15" < filed.received_at[:10] <= task.due


def test_what_the_book_saw_of_warnings_decides_the_row_that_scores_it(five: dict[str, DepartmentResult]) -> None:
    rows = {row.id: row for row in five["conghua/housing"].evaluation.rows}
    handled = rows["warnings-handled"]
    assert (handled.score, handled.claimed, handled.basis) == ("0.90", "0.9", "recomputed")
    assert [(figure.value, figure.origin) for figure in handled.figures] == [("0", "witnessed")]
    services = {row.id: row for row in five["panyu/government-services"].evaluation.rows}
    assert services["results-application"].score is None


def test_what_a_row_says_of_filing_in_time_comes_from_the_book_itself(five: dict[str, DepartmentResult]) -> None:
    row = next(row for row in five["conghua/housing"].evaluation.rows if row.id == "monitoring-held")
    assert (row.score, row.basis) == ("2.00", "recomputed")
    assert {figure.origin for figure in row.figures} == {"witnessed"}
    assert {figure.place.partition("#")[0] for figure in row.figures} == {CONGHUA}


def test_a_row_that_the_rules_decided_stands_unless_the_reviewer_changes_it_with_a_reason(
    played: dict[str, Played], five: dict[str, DepartmentResult]
) -> None:
    with played[PANYU].desk.reading() as session:
        reviews = {one.department: one for one in session.exec(select(Review).where(col(Review.book) == PANYU))}
    changed = {name: {row["row"] for row in json.loads(one.document)["rows"]} for name, one in reviews.items()}
    assert "office-costs" not in changed["government-services"]
    (departing,) = [one for one in five["panyu/human-resources"].reviewed if one.departs]
    assert (departing.score.row, departing.score.rule, departing.score.score) == ("execution", "9.920", "9.915")
    assert departing.reason.text is not None
    assert "63522" in departing.reason.text
    scores = {row.id: row.score for row in five["panyu/government-services"].evaluation.rows}
    assert scores["office-costs"] == "0.500"


# -- the books ----------------------------------------------------------------------------------------------------


def test_a_group_of_which_only_the_sum_is_printed_is_claimed_and_reviewed_as_one(
    five: dict[str, DepartmentResult],
) -> None:
    housing = five["panyu/housing"]
    rows = {row.id: row for row in housing.evaluation.rows}
    groups = [one.score for one in housing.reviewed if not rows[one.score.row].leaf]
    assert [(one.row, one.rule, one.claimed, one.score) for one in groups] == [
        ("budget-execution", None, "3.5", "3.5"),
        ("performance-management", None, "14", "14"),
        ("assets", None, "9.5", "9.5"),
    ]
    assert all(row.claimed is None for row in rows.values() if row.parent in {one.row for one in groups})


def test_every_book_verifies_and_replays(played: dict[str, Played]) -> None:
    report = verify(played[PANYU].settings.data)
    assert report.ok, report.first
    assert [(book.book, book.unproved) for book in report.books] == [(book, 0) for book in sorted(played)]
    for book, one in played.items():
        replayed = replay(one.desk.engine, book)
        assert replayed.mismatches == ()
        assert replayed.records == one.result.records


def test_no_record_names_a_person_a_text_or_evidence_of_another_book(played: dict[str, Played]) -> None:
    with played[PANYU].desk.reading() as session:
        people: dict[str, set[str]] = {book: set() for book in played}
        for appointment in session.exec(select(Appointment)):
            people[appointment.book].add(appointment.actor)
        texts = {text.commitment: text.book for text in session.exec(select(CommittedText))}
    assert not set.intersection(*people.values())
    assert len(set().union(*people.values())) == sum(map(len, people.values()))
    evidence: dict[str, str] = {}
    for record in _records(played):
        assert record.actor in {*people[record.book], "system"}
        if record.subject_evidence is not None:
            assert evidence.setdefault(record.subject_evidence, record.book) == record.book
        own = {texts.get(word, record.book) for word in _words(json.loads(record.payload))}
        assert own <= {record.book}
        others = set(played) - {record.book}
        assert not [book for book in others if book in record.payload.decode()]


def _words(value: object) -> set[str]:
    if isinstance(value, dict):
        return set().union(*map(_words, value.values()))
    if isinstance(value, list):
        return set().union(*map(_words, value))
    return {value} if isinstance(value, str) else set()


def test_no_table_says_anything_of_a_book_that_its_own_records_do_not_say(played: dict[str, Played]) -> None:
    departments = {(record.book, record.sequence): record.subject_department for record in _records(played)}
    with played[PANYU].desk.reading() as session:
        for table in PROJECTIONS:
            for row in session.exec(select(table)):
                said = row.model_dump()
                of = departments[said["book"], said["sequence"]]
                assert of is None or said.get("department") in {None, of}, said


# -- what is shown ------------------------------------------------------------------------------------------------


def test_the_json_says_which_warning_was_late_and_which_was_never_answered(five: dict[str, DepartmentResult]) -> None:
    late = {warning.matter: warning.days_late for warning in five["baiyun/shijing"].warnings if warning.days_late}
    assert late == {task.matter: task.days_late for task in five["baiyun/shijing"].late if "/" in task.matter}


def test_the_outcome_as_json_names_what_was_late_warned_and_amended(played: dict[str, Played]) -> None:
    document = rehearsals_json([one.result for one in played.values()])
    departments = {(one["book"], one["id"]): one for one in document["departments"]}  # type: ignore[attr-defined]
    services = departments[PANYU, "government-services"]
    (warning,) = services["warnings"]
    assert (warning["matter"], warning["state"], warning["answered_at"], warning["days_late"]) == (
        SPENDING,
        "raised",
        None,
        None,
    )
    (change,) = departments[PANYU, "human-resources"]["amended"]
    assert (change["before"], change["after"]) == ("48.29", "48.92")
    shijing = departments["guangzhou-baiyun/2021/rehearsal", "shijing"]
    assert [(one["matter"], one["days"]) for one in shijing["late"]] == [
        ("warning/1/indicator-pace/exhibitions", 2),
        ("self-evaluation", 5),
    ]


def test_the_table_in_the_readme_is_what_the_demo_prints(
    played: dict[str, Played], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(voice, "language", "en")
    books = [
        rehearsal_result(one.desk, replace(one.rehearsed, folder=scenario_folder(one.rehearsed.scenario.id)))
        for one in played.values()
    ]
    show_departments(sorted(books, key=lambda book: book.year))
    printed = {" ".join(line.split()) for line in capsys.readouterr().out.splitlines()}
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    (sample,) = [block for block in text.split("```text\n")[1:] if block.startswith("department")]
    shown = [
        " ".join(line.split()) for line in sample.partition("```")[0].splitlines() if line.strip() not in ("", "…")
    ]
    assert len(shown) > 8
    assert [line for line in shown if line not in printed] == []


def test_the_command_that_the_demo_offers_runs_as_printed_and_shows_the_score_before_it_was_amended(
    played: dict[str, Played], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(voice, "language", "en")
    monkeypatch.chdir(ROOT)
    show_offer(played[PANYU].settings, [one.result for one in played.values()])
    offered = next(line for line in capsys.readouterr().out.splitlines() if "audit replay" in line)
    assert PANYU in offered
    told = {**os.environ, "JIXIAO_LANG": "en"}
    ran = subprocess.run(["sh", "-c", offered], capture_output=True, text=True, check=True, env=told)
    lines = ran.stdout.splitlines()
    assert "    Rule score 48.29 (covers 49 points)" in lines
    assert "    Awaited: answer the warning (支出序时进度), from the filler, due 2023-09-04, 184 days overdue" in lines


def test_a_single_book_is_shown_row_by_row_with_the_warning_that_was_answered_late_and_the_reviewers_reasons(
    played: dict[str, Played], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(voice, "language", "en")
    for one in played.values():
        show_rehearsal(one.result)
    lines = capsys.readouterr().out.splitlines()
    late = "Late: answer the warning (公益性展览宣传与社区居民活动次数), due 2021-09-01, 2 days late."
    assert late in lines
    assert "  Review: 采购意向公开合规性: rule —, claimed 0.5, reviewed 0: 未见采购意向公开的佐证。" in lines
