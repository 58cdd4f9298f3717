"""A file of monthly execution: exact figures by the unit of the header, and every fault with its line and column."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from app.execution_file import SOURCES, ExecutionFileError, read_execution
from rules.located import FileError

if TYPE_CHECKING:
    from pathlib import Path

    from models.execution import ImportExecution

KNOWN = {"石井街道办事处": "shijing", "shijing": "shijing", "parks": "parks"}
HEADER = "月份,部门,资金来源,年初预算（万元）,调整预算(万元),累计支出（元）"


def read(folder: Path, *lines: str, encoding: str = "utf-8") -> ImportExecution:
    file = folder / "execution.csv"
    file.write_bytes("\r\n".join(lines).encode(encoding))
    return read_execution(file, KNOWN)


def faults(folder: Path, *lines: str) -> list[tuple[str, int, int]]:
    with pytest.raises(ExecutionFileError) as told:
        read(folder, *lines)
    return [(one.problem.code, one.line, one.column) for one in told.value.problems]


def test_amounts_are_kept_in_yuan_to_the_last_decimal(tmp_path: Path) -> None:
    wanted = read(tmp_path, HEADER, '2025-10,parks,一般公共预算,1200.123456,"1,300.5",7654321.09')
    (month,) = wanted.months
    (line,) = month.lines
    assert (month.department, month.month, line.source) == ("parks", "2025-10", "general")
    assert (line.initial, line.adjusted, line.spent) == ("12001234.56", "13005000", "7654321.09")
    assert wanted.file == sha256((tmp_path / "execution.csv").read_bytes()).hexdigest()


@pytest.mark.parametrize("month", ["2025-10", "202510", "2025年10月", "2025/10", "2025.10"])
def test_a_month_and_a_department_may_be_written_as_people_write_them(tmp_path: Path, month: str) -> None:
    wanted = read(tmp_path, f"\ufeff{HEADER}", f"{month}, 石井街道办事处 ,单位资金,0,0,0", "")
    assert [(one.department, one.month) for one in wanted.months] == [("shijing", "2025-10")]


def test_the_sources_of_one_department_and_month_stand_together(tmp_path: Path) -> None:
    lines = [
        f"2025-0{month},{name},{source},1,1,1"
        for source in SOURCES
        for name in ("parks", "shijing")
        for month in (1, 2)
    ]
    months = read(tmp_path, HEADER, *lines).months
    assert [(one.department, one.month) for one in months] == [
        (name, f"2025-0{month}") for name in ("parks", "shijing") for month in (1, 2)
    ]
    assert all(tuple(line.source for line in one.lines) == tuple(SOURCES.values()) for one in months)


def test_every_fault_of_every_line_is_named_at_once(tmp_path: Path) -> None:
    found = faults(
        tmp_path,
        HEADER,
        "2025-13,parks,一般公共预算,1,1,1",
        "2025-10,nobody,彩票,-1,1e3,12%",
        "2025-10,parks",
        "2025-10,parks,单位资金,1,,1",
        "2025-10,parks,上年结转,1,1,1",
        "2025-10,parks,上年结转,1,1,1",
    )
    assert found == [
        ("execution.month", 2, 1),
        ("execution.department", 3, 2),
        ("execution.source", 3, 3),
        ("execution.amount", 3, 4),
        ("execution.amount", 3, 5),
        ("execution.amount", 3, 6),
        ("execution.short", 4, 2),
        ("execution.amount", 5, 5),
        ("execution.line-twice", 7, 1),
    ]


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        (("月份,部门,资金来源,年初预算,调整预算（元）,累计支出（元）",), ("execution.header", 1, 1)),
        (("",), ("execution.header", 1, 1)),
        ((HEADER,), ("execution.empty", 1, 1)),
        ((f"{HEADER},年初预算（元）",), ("execution.header-twice", 1, 7)),
        ((HEADER, f"2025-10,parks,{'源' * 140_000},1,1,1"), ("execution.not-csv", 2, 1)),
        ((HEADER, "2025-10,parks,单位资金,999999999999,1,1"), ("execution.amount", 2, 4)),
    ],
)
def test_a_file_that_is_none_says_what_would_be_right(
    tmp_path: Path, lines: tuple[str, ...], fault: tuple[str, int, int]
) -> None:
    assert fault in faults(tmp_path, *lines)


def test_a_file_in_another_encoding_is_refused_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(FileError) as told:
        read(tmp_path, HEADER, "2025-10,石井街道办事处,一般公共预算,1,1,1", encoding="gbk")
    assert [one.problem.code for one in told.value.problems] == ["file.gbk"]
