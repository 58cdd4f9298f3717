"""The day in Shanghai, in which every deadline is judged and every month ends."""

from __future__ import annotations

from typing import Final
from zoneinfo import ZoneInfo

from models.values import instant

_SHANGHAI: Final = ZoneInfo("Asia/Shanghai")


def local_day(moment: str) -> str:
    """The day (YYYY-MM-DD) of an instant."""
    return instant(moment).astimezone(_SHANGHAI).date().isoformat()
