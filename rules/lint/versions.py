"""The file's form and meaning are ones that this program has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.core.errors import Problem
from rules.core.semantics import KNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.rubric_file import RubricFile

SCHEMAS = (1,)
_MOST_PLACES = 6


def versions_known(file: RubricFile) -> Iterator[Problem]:
    """Find a schema or semantics version that is not known, and a rounding that is none."""
    rubric = file.rubric
    for key, value, known in (("schema", rubric.schema, SCHEMAS), ("semantics", rubric.semantics, KNOWN)):
        if value not in known:
            yield Problem(f"lint.{key}", (key,), value=str(value), known=", ".join(map(str, known)))
    for key, places in (("rows", rubric.rounding.rows), ("total", rubric.rounding.total)):
        if not 0 <= places <= _MOST_PLACES:
            yield Problem("lint.rounding", ("rounding", key), value=str(places), most=str(_MOST_PLACES))
