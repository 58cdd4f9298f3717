from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.support.shijing import BOOK, rubric_file
from tests.support.two_years import later_text

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.command_line import CommandLine
    from tests.support.shijing import Shijing


def changed(rubric: Path, folder: Path, old: str, new: str) -> Path:
    text = rubric.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file = folder / "rubric.yaml"
    file.write_text(text.replace(old, new), encoding="utf-8")
    return file


def test_a_good_rubric_is_said_to_be_good(jixiao: CommandLine, rubric: Path) -> None:
    ran = jixiao("rubric", "check", rubric)
    assert (ran.code, ran.out, ran.err) == (0, f"{rubric}: no problem found.\n", "")
    assert jixiao("rubric", "check", rubric, "--json").document == {"files": {str(rubric): []}}


def test_a_fault_is_named_with_file_line_and_what_would_be_right(
    jixiao: CommandLine, rubric: Path, tmp_path: Path
) -> None:
    file = changed(rubric, tmp_path, 'when: "(10%, 20%]"', 'when: "[10%, 20%]"')
    line = file.read_text(encoding="utf-8").split("[10%, 20%]")[0].count("\n") + 1
    ran = jixiao("rubric", "check", file)
    assert ran.code == 1
    first = ran.out.splitlines()[0]
    assert first.startswith(f"{file}:{line}:")
    assert 'The bound 10% belongs to both "low" and "moderate"; open one of the two.' in first
    (fault,) = jixiao("rubric", "check", file, "--json").document["files"][str(file)]
    assert fault == first


def test_every_file_is_checked_and_one_fault_decides_the_exit_code(
    jixiao: CommandLine, rubric: Path, tmp_path: Path
) -> None:
    file = changed(rubric, tmp_path, "points: 100\nrounding", "points: 99\nrounding")
    ran = jixiao("rubric", "check", rubric, file)
    assert ran.code == 1
    assert f"{rubric}: no problem found." in ran.out
    assert "The top rows add up to 100 points, and the rubric says 99." in ran.out


def test_a_file_that_is_no_rubric_is_a_fault_and_no_trace(jixiao: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "rubric.yaml"
    file.write_text("rows: [")
    ran = jixiao("rubric", "check", file)
    assert ran.code == 1
    assert f"{file}:2:1: This is not YAML" in ran.out
    assert jixiao("rubric", "show", file).code == 1


def test_the_cases_beside_a_rubric_are_run(jixiao: CommandLine, rubric: Path) -> None:
    ran = jixiao("rubric", "test", rubric)
    assert ran.code == 0
    assert ran.out == f"{rubric}: 35 cases passed, 0 failed.\n"
    cases = jixiao("rubric", "test", rubric, "--json").document[str(rubric)]
    assert len(cases) == 35
    assert all(case["passed"] for case in cases)


def test_a_case_that_comes_out_otherwise_is_told_with_what_was_wanted(
    jixiao: CommandLine, rubric: Path, tmp_path: Path
) -> None:
    shutil.copy(rubric.with_name("department.cases.yaml"), tmp_path / "rubric.cases.yaml")
    file = changed(rubric, tmp_path, "each: 5%, deduct: 0.5", "each: 5%, deduct: 0.25")
    ran = jixiao("rubric", "test", file)
    assert ran.code == 1
    assert "differs: income-variance should be 1.5 and is 1.75" in ran.out
    assert "0 failed" not in ran.out


def test_showing_prints_rows_rules_and_sources(jixiao: CommandLine, rubric: Path) -> None:
    ran = jixiao("rubric", "show", rubric)
    assert ran.code == 0
    assert f"guangzhou-baiyun/2021/department, version 1, SHA-256 {rubric_file().hash}" in ran.out
    assert "预算完成率 (budget-completion)  2 points" in ran.out
    assert "metric = 全年执行数 ÷ 全年预算数" in ran.out
    document = jixiao("rubric", "show", rubric, "--json").document
    assert rubric_file().hash in str(document)


def test_adopting_without_a_running_service_says_how_to_start_it(
    jixiao: CommandLine, rubric: Path, shijing: Shijing, data: Path
) -> None:
    ran = jixiao("rubric", "adopt", rubric, "--as", "jixiaoke", "--document", "通知", "--book", BOOK)
    assert (ran.code, ran.out) == (6, "")
    assert ran.err == f'No service runs on the data folder "{data}"; start jixiao up in another terminal first.\n'
    assert shijing.start is not None


@pytest.mark.parametrize("command", ["check", "test", "show", "adopt"])
def test_a_rubric_that_is_not_there_is_a_fault_of_the_command_line(
    jixiao: CommandLine, tmp_path: Path, command: str
) -> None:
    rest = ("--as", "a", "--document", "d", "--book", "b") if command == "adopt" else ()
    ran = jixiao("rubric", command, tmp_path / "nothing.yaml", *rest)
    assert (ran.code, ran.out) == (2, "")
    assert "there is no file" in ran.err
    assert "nothing.yaml" in ran.err


def test_a_rubric_is_shown_with_the_optional_parts_that_it_has(jixiao: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "rubric.yaml"
    file.write_text(later_text(), encoding="utf-8")
    ran = jixiao("rubric", "show", file)
    assert ran.code == 0
    assert "Copied from last year's book, and not typed:\n    上年结转结余率 (last_carry_over): the figure" in ran.out
    assert "    上年最终得分 (last_score): the final score\n" in ran.out
    told = jixiao("rubric", "show", file, "--json").document
    assert list(told["rest"]) == ["carried"]
