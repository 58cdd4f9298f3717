from __future__ import annotations

import json
import re
import shutil
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from tests.rules.panyu import FORMS
from tests.support.shijing import rubric_file
from tests.support.year import FOLDER

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.support.command_line import CommandLine, Ran

    Score = Callable[..., Ran]

DECIMAL = re.compile(r"-?\d+(\.\d+)?")
INCOME = '{input: income_variance, value: "9.0"'
LINE = "  - " + '{input: carry_over_rate, value: "0", unit: "%", origin: figure, place: 二、（二）1.（1）⑥}'
CLAIM = "claims: [{row: carry-over, score: 2, place: 二、（二）1.（1）⑥}]"
CARRY_OVER = '{input: carry_over_rate, value: "0"'


@pytest.fixture
def score_changed(jixiao: CommandLine, rubric: Path, tmp_path: Path) -> Score:
    """Score Shijing's facts with pieces of the file replaced (old, new, …); nothing published lies beside."""

    def score(*changes: str) -> Ran:
        text = (FOLDER / "facts.yaml").read_text(encoding="utf-8")
        for old, new in zip(changes[::2], changes[1::2], strict=True):
            assert text.count(old) == 1
            text = text.replace(old, new)
        file = tmp_path / "facts.yaml"
        file.write_text(text, encoding="utf-8")
        return jixiao("score", "--rubric", rubric, file, "--json")

    return score


@pytest.fixture
def whole(jixiao: CommandLine, rubric: Path, facts: Path) -> dict[str, Any]:
    return jixiao("score", "--rubric", rubric, facts, "--json").document


def rows(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in document["rows"]}


def line_of(old: str) -> int:
    text = (FOLDER / "facts.yaml").read_text(encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


# -- the document -------------------------------------------------------------------------------------------------


def test_the_document_has_the_keys_that_programs_rely_on(whole: dict[str, Any]) -> None:
    assert whole["rubric"] == {"id": "guangzhou-baiyun/2021/department", "version": 1, "hash": rubric_file().hash}
    assert (whole["total"], whole["attainable"], whole["grade"]) == ("90.25", "95", "优")
    for row in whole["rows"]:
        assert row.keys() >= {"id", "name", "points", "score", "rule", "reason"}
        assert all(isinstance(row[key], str) for key in ("id", "name", "points", "score", "rule", "reason"))
        assert row["rule"]
        assert row["reason"]


def test_decimals_are_text_and_leaf_rows_add_up_to_the_total(whole: dict[str, Any]) -> None:
    for row in whole["rows"]:
        assert DECIMAL.fullmatch(row["points"])
        assert DECIMAL.fullmatch(row["score"])
    assert sum(Decimal(row["score"]) for row in whole["rows"]) == Decimal(whole["total"])
    assert sum(Decimal(row["points"]) for row in whole["rows"]) == 100


def test_leaf_rows_come_in_the_rubrics_order(whole: dict[str, Any]) -> None:
    leaves = [leaf.id for leaf in rubric_file().rubric.leaves()]
    places = [leaves.index(row["id"].partition(".")[0]) for row in whole["rows"]]
    assert places == sorted(places)
    assert set(places) == set(range(len(leaves)))
    assert [row["id"] for row in whole["rows"]][:3] == ["budget-completion", "budget-preparation", "special-funds"]


def test_what_was_published_has_no_say_in_the_score(jixiao: CommandLine, rubric: Path, tmp_path: Path) -> None:
    for name in ("facts.yaml", "published.yaml"):
        shutil.copy(FOLDER / name, tmp_path)
    beside = jixiao("score", "--rubric", rubric, tmp_path / "facts.yaml", "--json")
    (tmp_path / "published.yaml").unlink()
    alone = jixiao("score", "--rubric", rubric, tmp_path / "facts.yaml", "--json")
    assert alone.out == beside.out
    assert (alone.code, alone.err) == (0, "")
    assert "comparison" not in alone.document


def test_published_scores_are_set_beside_only_when_they_are_asked_for(
    jixiao: CommandLine, rubric: Path, facts: Path, whole: dict[str, Any]
) -> None:
    asked = jixiao("score", "--rubric", rubric, facts, "--json", "--published", FOLDER / "published.yaml").document
    comparison = asked.pop("comparison")
    assert asked == whole
    assert all(row["matches"] for row in comparison["rows"])


# -- one figure moves ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "row", "score"),
    [
        (CARRY_OVER, '{input: carry_over_rate, value: "10"', "carry-over", "2.00"),
        (CARRY_OVER, '{input: carry_over_rate, value: "10.1"', "carry-over", "1.00"),
        (CARRY_OVER, '{input: carry_over_rate, value: "30.000001"', "carry-over", "0.00"),
        (INCOME, '{input: income_variance, value: "9.9"', "income-variance", "1.50"),
        (INCOME, '{input: income_variance, value: "10.0"', "income-variance", "1.00"),
        (INCOME, '{input: income_variance, value: "4.999999"', "income-variance", "2.00"),
    ],
)
def test_a_figure_moved_across_a_bound_changes_its_row_and_no_other(
    score_changed: Score, whole: dict[str, Any], old: str, new: str, row: str, score: str
) -> None:
    ran = score_changed(old, new)
    assert (ran.code, ran.err) == (0, "")
    moved = rows(ran.document)
    assert moved[row]["score"] == score
    assert {name for name, each in moved.items() if each != rows(whole)[name]} <= {row}
    change = Decimal(score) - Decimal(rows(whole)[row]["score"])
    assert Decimal(ran.document["total"]) - Decimal(whole["total"]) == change


# -- what cannot be decided -------------------------------------------------------------------------------------


def test_a_missing_figure_leaves_its_row_open_and_is_named(score_changed: Score, whole: dict[str, Any]) -> None:
    ran = score_changed(f"{LINE}\n", "")
    assert ran.code == 4
    assert "结转结余率" in ran.err
    assert "carry_over_rate" in ran.err
    row = rows(ran.document)["carry-over"]
    assert (row["state"], row["score"], row["lost"]) == ("undecided", None, None)
    assert (ran.document["total"], ran.document["of"], ran.document["grade"]) == ("88.25", "98", None)
    assert {name for name, each in rows(ran.document).items() if each != rows(whole)[name]} == {"carry-over"}


def test_a_score_that_is_only_claimed_stands_beside_and_is_not_added_in(score_changed: Score) -> None:
    ran = score_changed(f"{LINE}\n", "", "\nresults:\n", f"\n{CLAIM}\nresults:\n")
    assert (ran.code, ran.err) == (0, "")
    row = rows(ran.document)["carry-over"]
    assert (row["claimed"], row["score"], row["state"], row["basis"]) == ("2", None, "undecided", "claimed")
    assert row["reason"] == "the document claims 2 points without figures to check them; not counted in the rule score"
    assert (ran.document["total"], ran.document["of"], ran.document["grade"]) == ("88.25", "98", None)


def test_a_claim_never_takes_the_place_of_figures_that_are_there(score_changed: Score, whole: dict[str, Any]) -> None:
    ran = score_changed("\nresults:\n", f"\n{CLAIM.replace('score: 2', 'score: 0')}\nresults:\n")
    row = rows(ran.document)["carry-over"]
    assert (row["score"], row["basis"]) == ("2.00", "recomputed")
    assert ran.document["total"] == whole["total"]


# -- bad input ----------------------------------------------------------------------------------------------------


def test_a_wrong_unit_is_told_with_file_line_and_the_right_value(score_changed: Score, tmp_path: Path) -> None:
    old = 'value: "15042.65", unit: 万元'
    ran = score_changed(old, 'value: "150426500", unit: 元')
    assert (ran.code, ran.out) == (1, "")
    assert f"{tmp_path / 'facts.yaml'}:{line_of(old)}:" in ran.err
    assert "150426500 元 is 15042.65 万元" in ran.err


def test_a_number_of_json_is_refused_because_it_may_have_been_a_float(
    jixiao: CommandLine, rubric: Path, tmp_path: Path
) -> None:
    file = tmp_path / "facts.json"
    fact = {"input": "income_variance", "value": 9.95, "unit": "%", "origin": "figure", "place": "p"}
    file.write_text(json.dumps({"department": "d", "facts": [fact]}, indent=1))
    ran = jixiao("score", "--rubric", rubric, file, "--json")
    assert (ran.code, ran.out) == (1, "")
    assert f"{file}:6:" in ran.err
    assert 'The number 9.95 is not quoted; write "9.95"' in ran.err


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("input: income_variance", "input: income_varience", "did you mean: income_variance"),
        ('value: "97.95", unit: "%"', 'value: "97.95%", unit: "%"', "write 97.95"),
        ("input: carry_over_rate", "input: income_variance", "filed twice"),
        ("{input: annual_spent", "{inputt: annual_spent", 'There is no "inputt" here'),
        ('value: "16061.02"', 'value: "-16061.02"', "at least 0"),
        ("id: exhibitions", "id: exhibition", "exhibition"),
    ],
)
def test_bad_facts_are_told_where_they_stand_and_what_would_be_right(
    score_changed: Score, tmp_path: Path, old: str, new: str, said: str
) -> None:
    ran = score_changed(old, new)
    assert (ran.code, ran.out) == (1, "")
    assert re.search(rf"{re.escape(str(tmp_path))}/facts\.yaml:\d+:\d+: ", ran.err)
    assert said in ran.err


def test_a_malformed_rubric_is_told_with_file_and_line(
    jixiao: CommandLine, rubric: Path, facts: Path, tmp_path: Path
) -> None:
    text = rubric.read_text(encoding="utf-8")
    broken = tmp_path / "rubric.yaml"
    broken.write_text(text.replace("semantics: 1", "semantics: 1\nsemantic: 1"), encoding="utf-8")
    ran = jixiao("score", "--rubric", broken, facts)
    assert (ran.code, ran.out) == (1, "")
    assert f"{broken}:5:11: " in ran.err
    assert 'There is no "semantic" here' in ran.err


@pytest.mark.parametrize("missing", ["rubric", "facts", "published"])
def test_a_file_that_is_not_there_is_a_fault_of_the_command_line(
    jixiao: CommandLine, rubric: Path, facts: Path, tmp_path: Path, missing: str
) -> None:
    files = {"rubric": rubric, "facts": facts, "published": FOLDER / "published.yaml", missing: tmp_path / "nothing"}
    ran = jixiao("score", files["facts"], "--rubric", files["rubric"], "--published", files["published"])
    assert (ran.code, ran.out) == (2, "")
    assert "there is no file" in ran.err


# -- for people ---------------------------------------------------------------------------------------------------


def test_a_row_that_comes_out_otherwise_than_printed_says_why(jixiao: CommandLine) -> None:
    facts = FOLDER.parent / "panyu_2023/human_resources" / "facts.yaml"
    ran = jixiao("score", "--rubric", FORMS[0], facts)
    lines = ran.out.splitlines()
    place = next(number for number, line in enumerate(lines) if line.startswith('  Differs: "procurement-policy"'))
    assert lines[place + 1].startswith("    Because: the document is wrong D27")
    assert not lines[place - 1].startswith("    Because")
    assert [line for line in lines if line.startswith("  Differs")] == [lines[place]]
    assert [line.split()[0] for line in lines if "≠" in line] == ["采购政策效能"]


def test_the_table_shows_every_lost_point_and_why(jixiao: CommandLine, rubric: Path, facts: Path) -> None:
    ran = jixiao("score", "--rubric", rubric, facts)
    assert ran.code == 0
    assert "Rule score 90.25 (covers 100 points; 95 can be reached without an award)" in ran.out
    assert "Rows that come out as published: 37/37" in ran.out
    line = next(one for one in ran.out.splitlines() if "预算完成率" in one)
    assert line.split()[1:6] == ["2", "1.87", "1.87", "0.13", "93.65936908…%:"]


def test_explaining_names_rule_clause_figures_and_what_did_not_fire(
    jixiao: CommandLine, rubric: Path, facts: Path
) -> None:
    ran = jixiao("score", "--rubric", rubric, facts, "--explain")
    part = ran.out[ran.out.index("预算完成率 (budget-completion)") :]
    part = part[: part.index("部门预算编制情况 (budget-preparation)")]
    assert "rule: budget-completion/below" in part
    assert "全年执行数 = 15042.65万元 (filed figure, 一、（三）)" in part
    assert "15042.65 ÷ 16061.02 × 2 = 1.87318738… → 1.87" in part
    assert "did not fire: budget-completion/full" in part
    assert "evidence wanted: 部门决算报表、部门预算批复" in part


def test_a_remark_names_the_rows_that_it_is_about(jixiao: CommandLine, rubric: Path, facts: Path) -> None:
    out = jixiao("score", "--rubric", rubric, facts).out
    assert "扶贫资金到位率 (duties.livelihood.poverty-relief-funds), 绩效目标完成率 (target-completion)" in out
