"""Clocks stand at judgements that a person answers, and can be counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rules.core.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.rubric_file import RubricFile

_MOST_DAYS: Final = 1000


def clocks_countable(file: RubricFile) -> Iterator[Problem]:
    """Find clocks at what is no judgement or is the system's to say, without days, and with a needless roll."""
    for name, declared in file.rubric.inputs.items():
        clock = declared.clock
        if clock is None:
            continue
        path = ("inputs", name, "clock")
        if declared.type != "judgement":
            yield Problem("lint.clock-type", path, input=name, type=declared.type)
        if (declared.witnessed, declared.carried) != (None, None):
            yield Problem("lint.clock-alone", path, input=name)
        if not 1 <= clock.days <= _MOST_DAYS:
            days = {"value": str(clock.days), "most": str(_MOST_DAYS)}
            yield Problem("lint.clock-days", (*path, "days"), input=name, **days)
        if clock.roll and clock.kind == "working":
            yield Problem("lint.clock-roll", (*path, "roll"), input=name)
