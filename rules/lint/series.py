"""A series has a number of terms, written or asked for; nothing else has one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.core.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.rubric_file import RubricFile


def series_counted(file: RubricFile) -> Iterator[Problem]:
    """Find series whose number of terms is not said or can be none, and numbers of terms of what is no series."""
    inputs = file.rubric.inputs
    for name, declared in inputs.items():
        count = declared.count
        if declared.type != "series":
            if count is not None:
                yield Problem("lint.count-without-series", ("inputs", name, "count"), input=name)
        elif count is None:
            yield Problem("lint.series-count", ("inputs", name), input=name)
        elif count.isdecimal():
            if int(count) < 1:
                yield Problem("lint.series-none", ("inputs", name, "count"), input=name)
        elif count in inputs and (inputs[count].least or 0) < 1:
            yield Problem("lint.series-least", ("inputs", count), input=count, series=name)
