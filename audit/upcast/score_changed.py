"""`score.changed` 1 to 2: adjustments of the total, and the points that the totals cover."""

from __future__ import annotations

from models.payloads import ScoreChanged, ScoreChangedFirst


def with_adjustments(first: ScoreChangedFirst) -> ScoreChanged:
    """The first form told neither: both stay unsaid, which is not the same as none."""
    told = {name: getattr(first, name) for name in ScoreChangedFirst.model_fields}
    return ScoreChanged(**told, adjustments=None, of_before=None, of_after=None)
