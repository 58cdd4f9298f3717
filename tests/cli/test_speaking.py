"""Tables in a window of any width: dates and figures stay whole, and no word vanishes."""

from __future__ import annotations

import re
import sys
from io import StringIO

import pytest

from cli.speaking import Voice

COLUMNS = ("column.task", "column.act", "column.due", "column.left:")
ROWS = [
    ("示例区园林局/targets/targets.file/1", "申报绩效目标并说明依据", "2024-09-06", "4"),
    ("library/targets/targets.file/1", "申报绩效目标", "2024-09-06", "-12"),
]


class Window(StringIO):
    """A terminal's window."""

    def isatty(self) -> bool:
        """Somebody watches."""
        return True


def shown(monkeypatch: pytest.MonkeyPatch, width: int) -> list[str]:
    window = Window()
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stdout", window)
    Voice("zh").table(COLUMNS, ROWS)
    return re.sub(r"\x1b\[[0-9;]*m", "", window.getvalue()).splitlines()


@pytest.mark.parametrize("width", [30, 60, 76, 80, 200])
def test_dates_figures_and_names_are_never_broken(monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    lines = shown(monkeypatch, width)
    for task, _, due, left in ROWS:
        (line,) = [line for line in lines if line.startswith(task)]
        assert due in line
        assert line.rstrip().endswith(left)


@pytest.mark.parametrize("width", [30, 60, 76, 80])
def test_words_are_broken_and_none_is_lost(monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    signs = "".join(shown(monkeypatch, width)).replace(" ", "")
    for sign in "申报绩效目标并说明依据":
        assert sign in signs


def test_in_a_wide_window_every_row_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(shown(monkeypatch, 200)) == 1 + len(ROWS)
