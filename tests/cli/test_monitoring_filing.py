"""`jixiao task show --phase monitoring` and the prefilled file of a window."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from models.execution import DepartmentMonth, ExecutionLine, ImportExecution
from tests.support.shijing import DEPARTMENT, local
from tests.support.warned import monitor

if TYPE_CHECKING:
    from tests.support.command_line import CommandLine
    from tests.support.shijing import Shijing

SHOW = ("task", "show", DEPARTMENT, "--phase", "monitoring")


@pytest.fixture
def year(shijing: Shijing) -> Shijing:
    """July is imported; the monitoring is open and not filed."""
    shijing.play(until="monitoring.file")
    line = ExecutionLine(source="general", initial="150000000", adjusted="160610200", spent="62500000")
    months = (DepartmentMonth(department=DEPARTMENT, month="2021-07", lines=(line,)),)
    shijing.order("execution", ImportExecution(file="a" * 64, months=months), "office", "2021-08-05")
    return shijing


def test_the_bureau_sees_a_monitoring_filing_and_where_it_differs_from_the_import(
    jixiao: CommandLine, year: Shijing
) -> None:
    monitor(year, local("2021-08-18"))
    ran = jixiao(*SHOW)
    assert (ran.code, ran.err) == (0, "")
    assert "(mid_year_spent)" in ran.out
    assert "as 6200万元, the import of 2021-07 says 6250万元; the difference is -50万元" in ran.out
    told = jixiao(*SHOW, "--json").document
    apart = {one["id"]: one["difference"] for one in told["facts"]}
    assert apart["mid_year_spent"]["difference"] == "-50"
    assert apart["mid_year_month"] is None


@pytest.mark.usefixtures("year")
def test_before_it_is_filed_there_is_nothing_to_show_and_a_prefilled_window_holds_the_import(
    jixiao: CommandLine,
) -> None:
    ran = jixiao(*SHOW)
    assert (ran.code, ran.out) == (1, "")
    assert 'has filed nothing in "mid-year monitoring"' in ran.err
    filled = jixiao("task", "prefill", DEPARTMENT, "--phase", "monitoring/2021-07")
    assert 'value: "6250"' in filled.out
    refused = jixiao("task", "prefill", DEPARTMENT, "--phase", "review")
    assert refused.code == 1
    assert "known: targets, monitoring, self-evaluation." in refused.err
