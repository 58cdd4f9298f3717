"""Shijing's year monitored three times, under a form that suspends what is not answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support.shijing import Shijing, local, rubric_file

if TYPE_CHECKING:
    from models.commands import Filed

OCTOBER, NOVEMBER = "monitoring/2021-10", "monitoring/2021-11"
# The warnings of the first reading are due on the first of September; five working days more end on the eighth.
SUSPENDS = "suspend: {days: 5}"
_WINDOW = """  - id: monitoring
    window: {window}
    name: 绩效运行监控
    opens: {opens}
    due: {{days: 10, kind: working}}
    review: {{days: 5, kind: working}}
    inferred: 为测试所设
"""


def windowed(text: str) -> str:
    """The bytes of a form with two more windows and a suspension."""
    more = _WINDOW.format(window="2021-10", opens="2021-11-01") + _WINDOW.format(window="2021-11", opens="2021-12-01")
    after = "  - id: self-evaluation\n"
    return text.replace(after, f"{more}{after}", 1).replace("monitoring:\n", f"monitoring:\n  {SUSPENDS}\n", 1)


class Windowed(Shijing):
    """The year under that form."""

    def rubric_yaml(self) -> str:
        return windowed(rubric_file().text.decode())

    def file_window(self, window: str, day: str, filing: Filed) -> None:
        """A window opens, is filed and accepted."""
        self.open_phase(window)
        self.act(window, "monitoring.file", filing, "filler", local(day))
