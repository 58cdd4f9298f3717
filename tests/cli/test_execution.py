"""`jixiao execution` and `jixiao warning list`: imported figures, filings that differ, and how each warning stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cli.exit_codes import OUTAGE, REFUSED
from models.commands import Answer
from models.execution import DepartmentMonth, ExecutionLine, ImportExecution
from tests.support.shijing import DEPARTMENT, local
from tests.support.warned import EXHIBITIONS, SPENDING, monitor

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.command_line import CommandLine
    from tests.support.shijing import Shijing

HEADER = "月份,部门,资金来源,年初预算（万元）,调整预算（万元）,累计支出（万元）\n"


@pytest.fixture
def monitored(shijing: Shijing) -> Shijing:
    """Two imports of July, and a filing that says otherwise than the later one; two warnings follow."""
    for phase in ("targets", "monitoring"):
        shijing.open_phase(phase)
    shijing.act("targets", "targets.file", shijing.filing("targets.file"), "filler", local("2020-11-03"))
    for name, spent in (("a", "61000000"), ("b", "62500000")):
        line = ExecutionLine(source="general", initial="150000000", adjusted="160610200", spent=spent)
        month = DepartmentMonth(department=DEPARTMENT, month="2021-07", lines=(line,))
        shijing.order(f"execution/{name}", ImportExecution(file=name * 64, months=(month,)), day="2021-08-05")
    monitor(shijing)
    return shijing


def test_the_list_shows_what_counts_what_was_superseded_and_what_was_filed_otherwise(
    jixiao: CommandLine, monitored: Shijing
) -> None:
    assert monitored.turn("monitoring").state == "filed"
    document = jixiao("execution", "list", DEPARTMENT, "--json").document
    assert [(one["spent"], one["superseded"]) for one in document["execution"]] == [
        ("61000000", True),
        ("62500000", False),
    ]
    (differing,) = document["differences"]
    assert (differing["phase"], differing["filed"], differing["imported"]) == ("monitoring", "6200", "6250")
    shown = jixiao("execution", "list", DEPARTMENT).out
    assert "general public budget" in shown
    assert "the difference is -50万元" in shown


def test_nothing_imported_says_so_and_an_unknown_department_is_refused(jixiao: CommandLine, shijing: Shijing) -> None:
    assert shijing.turns() == []
    assert "No execution was imported yet." in jixiao("execution", "list", DEPARTMENT).out
    assert jixiao("execution", "list", "nobody").code == REFUSED


@pytest.mark.usefixtures("shijing")
def test_every_fault_of_a_file_is_said_before_anything_is_sent(jixiao: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "july.csv"
    file.write_text(f"{HEADER}2021-07,nobody,彩票,1,1,1\n2021-07,{DEPARTMENT},单位资金,1,x,1\n", encoding="utf-8")
    ran = jixiao("execution", "import", file, "--as", "jixiaoke")
    assert ran.code == REFUSED
    assert "3 problems" in ran.err
    assert f"{file}:2:2:" in ran.err
    assert f"{file}:2:3:" in ran.err
    assert f"{file}:3:5:" in ran.err
    assert jixiao("execution", "import", tmp_path / "none.csv", "--as", "jixiaoke").code == REFUSED
    file.write_text(f"{HEADER}2021-07,{DEPARTMENT},单位资金,1,1,1\n", encoding="utf-8")
    # Faultless, it is sent; no service runs here.
    assert jixiao("execution", "import", file, "--as", "jixiaoke").code == OUTAGE


def test_warnings_are_listed_with_what_was_noted_and_what_is_suspended(jixiao: CommandLine, monitored: Shijing) -> None:
    monitored.act(SPENDING, "warning.acknowledge", Answer(), "filler", local("2021-08-30"))
    found = jixiao("warning", "list", "--json").document["warnings"]
    assert [(one["matter"], one["window"], one["due"], one["suspended"]) for one in found] == [
        (EXHIBITIONS, "monitoring", "2021-09-01", False),
        (SPENDING, "monitoring", "2021-09-01", False),
    ]
    shown = jixiao("warning", "list", "--department", DEPARTMENT).out
    assert ("noted" in shown, "on 2021-08-30" in shown) == (True, True)
    assert jixiao("warning", "list", "--suspended").out.strip() == "There are no warnings."
    plan = monitored.plan_for("settled", "加快支付", "continue")
    monitored.act(SPENDING, "warning.answer", plan, "filler", local("2021-08-30"))
    assert len(jixiao("warning", "list", "--open", "--json").document["warnings"]) == 2
    monitored.act(SPENDING, "warning.accept", Answer(), "reviewer", local("2021-08-31"))
    assert [one["matter"] for one in jixiao("warning", "list", "--open", "--json").document["warnings"]] == [
        EXHIBITIONS
    ]
