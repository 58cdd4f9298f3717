"""A moment that a person names: the number of a record, or a day, which means its end in Shanghai."""

from __future__ import annotations

from datetime import date

from app.errors import AppError
from audit.replay import Until
from deadlines.local_time import end_of_day
from models.values import instant_text


def until_of(at: str, *, recorded: bool) -> Until:
    """The moment: a day is one of domain time, or with `recorded` one of the writer's clock.

    Raises AppError `cli.bad-moment` for what is neither a number nor YYYY-MM-DD.
    """
    if at.isascii() and at.isdigit() and int(at) >= 1:
        return Until(int(at))
    try:
        end = instant_text(end_of_day(date.fromisoformat(at)))
    except ValueError:
        raise AppError("cli.bad-moment", given=at) from None
    return Until(recorded=end) if recorded else Until(moment=end)


def day_of(at: str) -> date | None:
    """The day of a moment that is one."""
    return None if at.isdigit() else date.fromisoformat(at)
