"""Where work calendars come from: the package of announced years, or a YAML file of the bureau's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.errors import AppError
from deadlines.errors import CalendarError
from deadlines.official import official_calendar
from deadlines.work_calendar import WorkCalendar
from rules.decoding import read_limited
from rules.yaml_source import compose

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def calendar_around(year: int, file: Path | None) -> WorkCalendar:
    """The announced days of a budget year and the years beside it, with those of a file in their place.

    Raises CalendarError and FileError for the file.
    """
    known = official_calendar(range(year - 1, year + 2))
    return known if file is None else known.with_announced(read_calendar(file))


def announced_years(years: Iterable[int], file: Path | None) -> WorkCalendar:
    """The days of the years that are announced: from the file, or else from the package.

    Raises AppError `calendar.not-announced` for a year that neither knows, and what `read_calendar` raises.
    """
    wanted = tuple(years)
    known = official_calendar(wanted) if file is None else read_calendar(file)
    for year in wanted:
        if not known.announced(year):
            raise AppError("calendar.not-announced", year=str(year), version=known.version)
    return known


def read_calendar(file: Path) -> WorkCalendar:
    """Read a calendar file: `version`, and lists of `years`, `holidays`, `workdays`, `freezes`, each may be left out.

    Raises FileError for what is no YAML, CalendarError for what is no calendar.
    """
    tree = compose(read_limited(file), str(file)).tree
    if not isinstance(tree, dict):
        raise CalendarError("calendar.malformed")
    return WorkCalendar.from_data({"holidays": [], "workdays": [], "years": [], **tree})
