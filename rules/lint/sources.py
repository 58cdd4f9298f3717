"""Every leaf says where its rule is printed, or that it is inferred and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.core.errors import Problem
from rules.lint.walk import leaves

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.rubric_file import RubricFile


def sources_named(file: RubricFile) -> Iterator[Problem]:
    """Find leaves without a place and without a reason, and a document without a number or a reason."""
    for each in leaves(file.rubric):
        clause = each.row.clause
        if not each.row.inferred and (clause is None or not clause.place.strip()):
            yield Problem("lint.source-missing", (*each.path, "id"), row=each.row.id)
    document = file.rubric.document
    if not document.number and not document.inferred:
        yield Problem("lint.document-number", ("document",))
