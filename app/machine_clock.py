"""The one place that asks the machine for the time."""

from __future__ import annotations

from datetime import UTC, datetime


def machine_clock() -> datetime:
    """The machine's time: recorded-at as it is, and domain time once a book's shift is added."""
    return datetime.now(UTC)
