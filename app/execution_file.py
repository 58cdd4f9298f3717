"""Read a file of monthly execution (执行数据, CSV with Chinese headers); every fault of it is named at once."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from models.execution import DepartmentMonth, ExecutionLine, ImportExecution
from rules.core.errors import NumberError, Problem
from rules.core.numbers import exact, plain
from rules.decoding import decode, read_limited
from rules.located import FileError, Located

if TYPE_CHECKING:
    from _csv import Reader
    from collections.abc import Mapping
    from pathlib import Path

    from models.fund_sources import FundSource

MONTH, DEPARTMENT, SOURCE = "月份", "部门", "资金来源"
_AMOUNTS: Final = {"年初预算": "initial", "调整预算": "adjusted", "累计支出": "spent"}
_UNITS: Final = {"元": 1, "万元": 10_000}
_AMOUNT_HEADER: Final = re.compile(rf"({'|'.join(_AMOUNTS)})[（(](元|万元)[)）]")
_WANTED: Final = (MONTH, DEPARTMENT, SOURCE, *(f"{name}（万元）" for name in _AMOUNTS))
SOURCES: Final[dict[str, FundSource]] = {
    "一般公共预算": "general",
    "政府性基金": "government-fund",
    "国有资本经营预算": "state-capital",
    "社会保险基金": "social-insurance",
    "财政专户管理资金": "special-account",
    "单位资金": "own",
    "上年结转": "carried-over",
    "上级资金": "superior",
    "其他资金": "other",
}
_MONTH: Final = re.compile(r"(\d{4})[-年/.]?(0?[1-9]|1[0-2])月?")
_AMOUNT: Final = re.compile(r"(0|[1-9][0-9]{0,14})(\.[0-9]{1,6})?")
_MOST_DIGITS: Final = 15


class ExecutionFileError(FileError):
    """A file of execution cannot be used: `problems` lists every fault with file, line and column."""

    code = "execution.malformed"


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where each figure stands: positions from 0; amounts with how many 元 one of their unit has."""

    month: int
    department: int
    source: int
    amounts: dict[str, tuple[int, int]]


def read_execution(path: Path, departments: Mapping[str, str]) -> ImportExecution:
    """The order that takes a file in; `departments` are the ids by everything that a file may call them.

    Raises ExecutionFileError with every fault of every line, FileError for a file that is no text, OSError.
    """
    raw = read_limited(path)
    return _Reader(str(path), departments).read(raw, decode(raw, str(path)))


class _Reader:
    """One reading of a file; collects the faults and goes on."""

    def __init__(self, file: str, departments: Mapping[str, str]) -> None:
        self._file = file
        self._departments = departments
        self._problems: list[Located] = []
        self._lines: dict[tuple[str, str], dict[FundSource, ExecutionLine]] = {}

    def read(self, raw: bytes, text: str) -> ImportExecution:
        rows = csv.reader(io.StringIO(text, newline=""))
        try:
            self._lines_of(rows)
        except csv.Error:
            self.refuse("execution.not-csv", rows.line_num, 1)
        if not self._problems and not self._lines:
            self.refuse("execution.empty", 1, 1)
        if self._problems:
            raise ExecutionFileError(tuple(self._problems))
        months = tuple(
            DepartmentMonth(department=department, month=month, lines=tuple(lines.values()))
            for (department, month), lines in sorted(self._lines.items())
        )
        return ImportExecution(file=sha256(raw).hexdigest(), months=months)

    def _lines_of(self, rows: Reader) -> None:
        columns = self._header([cell.strip() for cell in next(rows, [])])
        for row in rows if columns is not None else ():
            if columns is not None and any(cell.strip() for cell in row):
                self._row(rows.line_num, [cell.strip() for cell in row], columns)

    def _header(self, cells: list[str]) -> _Columns | None:
        names: dict[str, int] = {}
        amounts: dict[str, tuple[int, int]] = {}
        for position, cell in enumerate(cells):
            found = _AMOUNT_HEADER.fullmatch(cell)
            name = cell if found is None else found[1]
            if name in names and name in (MONTH, DEPARTMENT, SOURCE, *_AMOUNTS):
                self.refuse("execution.header-twice", 1, position + 1, name=name)
            names[name] = position
            if found is not None:
                amounts[_AMOUNTS[found[1]]] = (position, _UNITS[found[2]])
        missing = [name for name in (MONTH, DEPARTMENT, SOURCE) if name not in names]
        missing += [f"{name}（万元）" for name, field in _AMOUNTS.items() if field not in amounts]
        if missing:
            self.refuse("execution.header", 1, 1, missing="、".join(missing), wanted="、".join(_WANTED))
            return None
        return _Columns(names[MONTH], names[DEPARTMENT], names[SOURCE], amounts)

    def _row(self, line: int, cells: list[str], columns: _Columns) -> None:
        wanted = max(columns.month, columns.department, columns.source, *(one for one, _ in columns.amounts.values()))
        if len(cells) <= wanted:
            self.refuse("execution.short", line, len(cells), cells=str(len(cells)), wanted=str(wanted + 1))
            return
        month = _MONTH.fullmatch(cells[columns.month])
        if month is None:
            self.refuse("execution.month", line, columns.month + 1, value=cells[columns.month])
        department = self._departments.get(cells[columns.department])
        if department is None:
            known = "、".join(self._departments) or "-"
            self.refuse(
                "execution.department", line, columns.department + 1, value=cells[columns.department], known=known
            )
        source = SOURCES.get(cells[columns.source])
        if source is None:
            known = "、".join(SOURCES)
            self.refuse("execution.source", line, columns.source + 1, value=cells[columns.source], known=known)
        amounts = {name: self._amount(line, cells, place) for name, place in columns.amounts.items()}
        if month is not None and department is not None and source is not None and None not in amounts.values():
            key = (department, f"{month[1]}-{int(month[2]):02d}")
            self._keep(line, key, ExecutionLine.model_validate({"source": source, **amounts}))

    def _keep(self, line: int, key: tuple[str, str], figures: ExecutionLine) -> None:
        lines = self._lines.setdefault(key, {})
        if figures.source in lines:
            self.refuse("execution.line-twice", line, 1, department=key[0], month=key[1])
        lines[figures.source] = figures

    def _amount(self, line: int, cells: list[str], place: tuple[int, int]) -> str | None:
        """The amount in 元. Thousands may be set off by commas; nothing stands for a missing figure."""
        position, yuan = place
        text = cells[position].replace(",", "")
        try:
            value = exact(text) * yuan if _AMOUNT.fullmatch(text) else None
        except NumberError:
            value = None
        if value is None or value >= 10**_MOST_DIGITS:
            self.refuse("execution.amount", line, position + 1, value=cells[position])
            return None
        return plain(value)

    def refuse(self, code: str, line: int, column: int, **params: str) -> None:
        """Note a fault at its place; the file is then not taken in."""
        self._problems.append(Located(self._file, line, column, Problem(code, (), **params)))
