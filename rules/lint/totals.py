"""Penalties that something can cause, caps within the total, a variant with another, tiers with a basis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.core.errors import Problem
from rules.core.numbers import plain
from rules.lint.walk import leaves

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.core.rubric import Rubric
    from rules.rubric_file import RubricFile

_CHECK = "check"
_CHECK_BRANCHES = ("", "agrees", "above", "below")


def penalties_caused(file: RubricFile) -> Iterator[Problem]:
    """Find flat penalties that cost nothing, or wait for a rule that the rubric does not have."""
    rubric = file.rubric
    for position, flat in enumerate(rubric.adjust.flat if rubric.adjust is not None else ()):
        path = ("adjust", "flat", position)
        if flat.points <= 0:
            yield Problem("lint.points-positive", (*path, "points"), id=flat.id, points=plain(flat.points))
        if not _known(flat.when, rubric):
            yield Problem("lint.flat-unknown", (*path, "when"), id=flat.id, when=flat.when)


def _known(when: str, rubric: Rubric) -> bool:
    place, _, rest = when.partition("/")
    if place == _CHECK:
        check, _, branch = rest.partition("/")
        return check in {each.id for each in rubric.checks} and branch in _CHECK_BRANCHES
    return bool(rest) and place in {"*", *(row.id for row in rubric.leaves())}


def caps_within(file: RubricFile) -> Iterator[Problem]:
    """Find caps that are no possible total."""
    rubric = file.rubric
    cap = None if rubric.adjust is None else rubric.adjust.cap_total
    for position, band in enumerate(cap.bands if cap is not None else ()):
        if band.most is not None and not 0 <= band.most <= rubric.points:
            path = ("adjust", "cap_total", "bands", position, "most")
            yield Problem("lint.cap-beyond", path, band=band.id, most=plain(band.most), points=plain(rubric.points))


def variant_named(file: RubricFile) -> Iterator[Problem]:
    """Find a choice of variants whose other variant is this one."""
    rubric = file.rubric
    if rubric.applies is not None and rubric.applies.otherwise in (rubric.id, rubric.variant):
        yield Problem("lint.applies-self", ("applies", "otherwise"), otherwise=rubric.applies.otherwise)


def basis_demanded(file: RubricFile) -> Iterator[Problem]:
    """Find tiers whose written basis could be empty."""
    for each in leaves(file.rubric):
        shape, path = each.row.indicators, (*each.path, "indicators", "basis_length")
        if shape is not None and shape.tiers and shape.basis_length < 1:
            yield Problem("lint.basis-length", path, row=each.row.id, value=str(shape.basis_length))
