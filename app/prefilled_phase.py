"""The phase that a prefilled file is for: one of a year's, or a window of its monitoring named by its month."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from app.errors import AppError
from models.windows import MONITORING, kind_of

if TYPE_CHECKING:
    from rules.core.rubric import Rubric

_PLAIN: Final = ("targets", MONITORING, "self-evaluation")
_MONTH: Final = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class AskedPhase:
    """A phase as the book names it.

    `month` (YYYY-MM) is up to which month a monitoring window looks, None where nobody said; `before` is the month of
    the window after the first one, None where there is only one.
    """

    phase: str
    month: str | None = None
    before: str | None = None


def asked_phase(rubric: Rubric, given: str) -> AskedPhase:
    """Find what `--phase` means under a rubric; a month before the second window is the first window's.

    Raises AppError `prefill.no-phase`, which names what could be given.
    """
    windows = [one.window for one in rubric.phases if one.id == MONITORING and one.window is not None]
    before = min(windows, default=None)
    kind, _, month = given.partition("/")
    if given in _PLAIN:
        return AskedPhase(given, before=before)
    if kind_of(given) == MONITORING and month in windows:
        return AskedPhase(given, month)
    if kind == MONITORING and _is_first(month, rubric.year, before):
        return AskedPhase(MONITORING, month, before)
    known = "、".join((*_PLAIN, *(f"{MONITORING}/{one}" for one in windows)))
    raise AppError("prefill.no-phase", given=given, known=known, year=str(rubric.year))


def _is_first(month: str, year: int, before: str | None) -> bool:
    return bool(_MONTH.fullmatch(month)) and month.startswith(f"{year}-") and (before is None or month < before)
