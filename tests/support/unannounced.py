"""A book that was opened when only the year 2020 was announced, and calendars to announce later."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from deadlines.work_calendar import WorkCalendar
from models.date_orders import Announce
from tests.support.clock import StepClock
from tests.support.desks import copied, desk_at
from tests.support.shijing import Shijing

if TYPE_CHECKING:
    from pathlib import Path

    from audit.evaluators import Evaluators

DOCUMENT = "国办发明电〔2021〕11号"


def opened_early(empty: Path, data: Path, evaluators: Evaluators) -> Shijing:
    """Shijing's year in a book that knows the holidays of 2020 alone."""
    year = Shijing(desk_at(copied(empty, data), evaluators, StepClock()))
    year.announced = range(2020, 2021)
    year.open()
    return year


def announced(*, off: tuple[str, ...] = (), worked: tuple[str, ...] = (), years: tuple[int, ...] = (2022,)) -> Announce:
    """The order that announces years with these weekdays off and weekend days worked."""
    days = WorkCalendar(
        version="示例",
        holidays=frozenset(map(date.fromisoformat, off)),
        workdays=frozenset(map(date.fromisoformat, worked)),
        years=frozenset(years),
    )
    return Announce(announced=days.to_data(), document=DOCUMENT)
