"""Inputs that are copied in from last year's book name something that such a book holds, in its own type and unit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from rules.core.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.rubric_file import RubricFile

_COUNTED: Final = ("findings", "findings/unmended")
_SCORES: Final = re.compile(r"final-score|row/[a-z0-9]+(-[a-z0-9]+)*")
_FIGURE: Final = re.compile(r"figure/[a-z][a-z0-9]*(_[a-z0-9]+)*")
_WORDS: Final = "final-score, row/ID, figure/INPUT, findings, findings/unmended"


def carried_known(file: RubricFile) -> Iterator[Problem]:
    """Find words that name nothing of last year's book, and types that are not those of what they name."""
    for name, declared in file.rubric.inputs.items():
        word = declared.carried
        if word is None or _FIGURE.fullmatch(word):
            continue
        if word not in _COUNTED and not _SCORES.fullmatch(word):
            yield Problem("lint.carried-unknown", ("inputs", name, "carried"), input=name, given=word, wanted=_WORDS)
            continue
        wanted = "count" if word in _COUNTED else "points"
        if declared.type != wanted:
            params = {"input": name, "type": declared.type, "carried": word, "wanted": wanted}
            yield Problem("lint.carried-type", ("inputs", name, "type"), **params)


def carried_alone(file: RubricFile) -> Iterator[Problem]:
    """Find inputs that are to come both from this book and from last year's."""
    for name, declared in file.rubric.inputs.items():
        if declared.carried is not None and declared.witnessed is not None:
            yield Problem("lint.carried-witnessed", ("inputs", name, "carried"), input=name)
