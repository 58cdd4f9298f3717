"""What a reviewer said of single rows, with the reason in words."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.erased import Words, words_of
from models.receipts import ReviewedScore
from rules.core.numbers import exact

if TYPE_CHECKING:
    from sqlmodel import Session

    from models.projections import Review


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A row that the reviewer scored, with the reason in words or its erasure."""

    score: ReviewedScore
    reason: Words

    @property
    def departs(self) -> bool:
        """Whether it is another score than the rules gave or, where they gave none, than the document claims."""
        stood = self.score.claimed if self.score.rule is None else self.score.rule
        return stood is None or exact(stood) != exact(self.score.score)


def reviewed_rows(session: Session, review: Review | None) -> tuple[Reviewed, ...]:
    """The rows of a review in its order; none while there is no review."""
    if review is None:
        return ()
    scores = [ReviewedScore.model_validate(row) for row in json.loads(review.document)["rows"]]
    return tuple(Reviewed(score, words_of(session, review.book, score.reason)) for score in scores)
