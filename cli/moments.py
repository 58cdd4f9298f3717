"""A moment that a person names: the number of a record, or a day, which means its end in Shanghai."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.errors import AppError
from audit.replay import Until
from deadlines.local_time import end_of_day
from models.values import instant_text
from rules.lint.phases import real_date

if TYPE_CHECKING:
    from datetime import date


def until_of(at: str, *, recorded: bool) -> Until:
    """The moment: a day is one of domain time, or with `recorded` one of the writer's clock.

    Raises AppError `cli.bad-moment` for what is neither a number nor YYYY-MM-DD.
    """
    if at.isascii() and at.isdigit() and int(at) >= 1:
        return Until(int(at))
    day = real_date(at)
    if day is None:
        raise AppError("cli.bad-moment", given=at)
    end = instant_text(end_of_day(day))
    return Until(recorded=end) if recorded else Until(moment=end)


def day_given(text: str) -> date:
    """A day as people type it, YYYY-MM-DD and nothing else. Raises AppError `cli.bad-date`."""
    day = real_date(text)
    if day is None:
        raise AppError("cli.bad-date", given=text)
    return day


def day_of(at: str) -> date | None:
    """The day of a moment that is one."""
    return real_date(at)
