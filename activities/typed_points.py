"""Points as a person types them: a plain decimal. A percentage would be a hundredth of what was meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from activities.errors import RefusedError
from rules.core.errors import NumberError
from rules.core.numbers import exact

if TYPE_CHECKING:
    from collections.abc import Iterable


def require_points(scores: Iterable[tuple[str, str | None]]) -> None:
    """Take rows with their scores, None for one that is left. Raises RefusedError `review.not-points`."""
    for row, score in scores:
        if score is not None and not is_points(score):
            raise RefusedError("review.not-points", row=row, score=score)


def is_points(score: str) -> bool:
    """Whether this is a plain decimal, without a percent sign."""
    try:
        exact(score)
    except NumberError:
        return False
    return "%" not in score
