"""A corrected rubric as it is looked at: compared, previewed over a book's departments, its switches listed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from models.projections import PROJECTIONS
from tests.support.refusals import whole_book
from tests.support.sealed import second_office
from tests.support.shijing import BOOK, rubric_file
from tests.support.switching import GONE, WANTED, adopt, approve, corrected, decline, propose

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.command_line import CommandLine
    from tests.support.shijing import Shijing


@pytest.fixture
def new(tmp_path: Path) -> Path:
    """The corrected rubric."""
    return written(tmp_path, corrected())


def written(folder: Path, text: str) -> Path:
    file = folder / "corrected.yaml"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.fixture
def filed(shijing: Shijing) -> Shijing:
    """The self-evaluation is filed and not yet reviewed; the office has two people."""
    shijing.play(until="review.conclude")
    second_office(shijing)
    return shijing


def test_two_versions_are_compared_row_by_row(jixiao: CommandLine, rubric: Path, new: Path) -> None:
    ran = jixiao("rubric", "diff", rubric, new)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        "row 财政拨款收入预决算差异率 (income-variance): changed, points 2 → 2, scored by another rule",
        "row 固定资产利用率 (asset-use): changed, points 2 → 2, scored by another rule",
        "input 固定资产利用率 (asset_use_share): added",
        "input 固定资产利用率 (asset_use_rate): removed",
    ]
    assert jixiao("rubric", "diff", rubric, rubric).out == "The two versions do not differ.\n"


def test_points_phases_and_grades_are_compared_too(jixiao: CommandLine, rubric: Path, tmp_path: Path) -> None:
    text = rubric_file().text.decode()
    for old, other in (("least: 90", "least: 95"), ("{date: 2022-03-18}", "{date: 2022-03-25}")):
        text = text.replace(old, other)
    found = jixiao("rubric", "diff", rubric, written(tmp_path, text), "--json").document
    assert found["grades"] is True
    assert found["phases"] == [
        {
            "id": "self-evaluation",
            "change": "changed",
            "before": "2022-02-21 … 2022-03-18",
            "after": "2022-02-21 … 2022-03-25",
        }
    ]


def test_a_preview_shows_both_scores_and_what_is_left_over(jixiao: CommandLine, filed: Shijing, new: Path) -> None:
    before = whole_book(filed.desk)
    ran = jixiao("rubric", "preview", new)
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert lines[0].startswith(f"Book {BOOK}, if it went from {rubric_file().hash} to ")
    assert lines[5] == "石井街道办事处 (shijing): 90.25 of 100, grade 优 → 87.75 of 98, grade —"
    assert lines[6:] == [
        "  财政拨款收入预决算差异率 (income-variance): 1.50 → 1.00",
        "  固定资产利用率 (asset-use): 2.00 → —",
        f"  filed and not used by the new rubric (kept, in no score): {GONE}",
        f"  asked for by the new rubric and not filed (its rows stay undecided): {WANTED}",
    ]
    assert len(before) == len(PROJECTIONS) + 2
    assert whole_book(filed.desk) == before


def test_a_preview_says_before_what_the_switch_then_does(jixiao: CommandLine, filed: Shijing, new: Path) -> None:
    (foretold,) = jixiao("rubric", "preview", new, "--json").document["departments"]
    approve(filed, propose(filed, adopt(filed, new.read_text(encoding="utf-8"))))
    (change,) = jixiao("task", "changes", "--json").document["changes"]
    assert [(one["row"], one["before"], one["after"]) for one in change["rows"]] == [
        (one["row"], one["before"], one["after"]) for one in foretold["rows"]
    ]
    assert (change["total_after"], change["of_after"]) == (foretold["after"]["total"], foretold["after"]["of"])
    assert change["reason"] == "原标准一项扣分有误"
    (switch,) = jixiao("rubric", "switch", "list", "--json").document["switches"]
    (taken,) = switch["departments"]
    assert (taken["aside"], taken["lacking"]) == (foretold["aside"], foretold["lacking"])


def test_a_rubric_with_faults_is_not_previewed(jixiao: CommandLine, filed: Shijing, tmp_path: Path) -> None:
    assert filed.turn("review").state == "open"
    ran = jixiao(
        "rubric",
        "preview",
        written(
            tmp_path, corrected(("name: 预算完成率\n            points: 2", "name: 预算完成率\n            points: 3"))
        ),
    )
    assert (ran.code, ran.out) == (1, "")
    assert "add up to 17 points; they have to make 16" in ran.err


def test_the_rubric_that_is_in_force_has_nothing_to_preview(jixiao: CommandLine, filed: Shijing, rubric: Path) -> None:
    ran = jixiao("rubric", "preview", rubric, "--book", filed.book)
    assert (ran.code, ran.out) == (1, "")
    assert "uses already" in ran.err


def test_a_hash_that_says_too_little_is_refused_with_those_that_there_are(
    jixiao: CommandLine, filed: Shijing, new: Path
) -> None:
    ran = jixiao("rubric", "preview", new, "--from", "0" * 12)
    assert ran.code == 1
    assert rubric_file().hash in ran.err
    assert jixiao("rubric", "preview", new, "--from", rubric_file().hash[:12]).code == 0
    assert filed.turn("review").state == "open"


def test_an_ended_year_is_shown_as_staying(jixiao: CommandLine, played: Shijing, new: Path) -> None:
    assert "its year has ended, and it keeps its rubric" in jixiao("rubric", "preview", new, "--book", played.book).out


def test_switches_are_listed_with_people_and_words(jixiao: CommandLine, filed: Shijing) -> None:
    assert jixiao("rubric", "switch", "list").out == "No rubric has been switched.\n"
    to_hash = adopt(filed, corrected())
    decline(filed, propose(filed, to_hash))
    approve(filed, propose(filed, to_hash, request="again"))
    told = jixiao("rubric", "switch", "list").out
    assert "declined" in told
    assert "approved" in told
    assert (
        "proposed by 绩效科（演练）; decided by 绩效科二; document 示财绩〔2022〕18号; reason: 原标准一项扣分有误"
        in told
    )
    assert f"  asked for by the new rubric and not filed (its rows stay undecided): {WANTED}" in told


def test_a_department_is_told_that_its_rubric_was_switched(jixiao: CommandLine, filed: Shijing) -> None:
    approve(filed, propose(filed, adopt(filed, corrected())))
    alerts = jixiao("task", "alerts", "--json").document["alerts"]
    told = [(one["kind"], one["to_role"]) for one in alerts if one["act"] == "department.switched"]
    assert sorted(told) == [
        (kind, role) for kind in ("rubric-switched", "score-changed") for role in ("filler", "reviewer")
    ]
    assert "another version" in jixiao("task", "alerts").out
