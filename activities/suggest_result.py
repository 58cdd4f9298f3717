"""Suggest what a final score means for the next budget, source by source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from activities.enrolled import enrolled
from activities.errors import RefusedError
from audit.final_score import final_review
from models.results import ResultSuggested
from rules.core.tiers import tier_of

if TYPE_CHECKING:
    from activities.desk import Desk
    from audit.append import BookWriter
    from models.results import Suggest

_SUPERIOR = "superior"
_OURS = ("cut", "cancel")


def suggestion_of(desk: Desk, writer: BookWriter, order: Suggest) -> ResultSuggested:
    """What the record says. Refused while the score is not final, and for money that is not the bureau's to cut.

    Raises TierError where neither the rubric nor usage gives the grade a tier.
    """
    session = writer.session
    department = enrolled(session, writer.book, order.department)
    _require_ours(order)
    review = final_review(session, writer.book, order.department)
    if review is None:
        raise RefusedError("suggestion.not-final", book=writer.book, department=order.department)
    rubric, _ = desk.evaluators.of(session, writer.book, department.rubric_hash)
    return ResultSuggested(
        effects=order.effects,
        review=review.sequence,
        total=review.total,
        grade=review.grade,
        tier=tier_of(rubric, review.grade),
    )


def _require_ours(order: Suggest) -> None:
    sources = [each.source for each in order.effects]
    for each in order.effects:
        if sources.count(each.source) > 1:
            raise RefusedError("suggestion.repeated-source", source=each.source)
        if each.source == _SUPERIOR and each.effect in _OURS:
            raise RefusedError("suggestion.not-ours", source=each.source, given=each.effect)
