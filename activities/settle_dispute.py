"""The final score after a dispute (异议) was answered: rows changed, group, total, cap and grade computed anew."""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING

from activities.acknowledgement import latest_review
from activities.errors import RefusedError
from models.projections import Score
from models.receipts import ReviewedScore, ReviewOutcome
from rules.core.numbers import exact
from rules.core.review import final_score

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlmodel import Session

    from activities.signatures import ActCall
    from models.disputes import DisputeAnswer
    from rules.core.rubric import Rubric


def settled_outcome(session: Session, rubric: Rubric, call: ActCall, answer: DisputeAnswer) -> ReviewOutcome | None:
    """The final score with the rows that the answer changes; None where it upholds them all.

    Raises RefusedError `dispute.unchanged` for a "change" to the score that stands, and ReviewError.
    """
    settled = {row.row: row.score for row in answer.rows if row.score is not None}
    if not settled:
        return None
    review = latest_review(session, call.book, call.department)
    document = json.loads(session.get_one(Score, (call.book, review.evaluation_sequence)).document)
    before = {row["row"]: row for row in json.loads(review.document)["rows"]}
    changes = _changes(document["rows"], {name: row["score"] for name, row in before.items()}, settled)
    final = final_score(rubric, document["rows"], changes, document.get("adjustments", ()))
    reasons = {name: row["reason"] for name, row in before.items()} | {row.row: row.reason for row in answer.rows}
    return ReviewOutcome(
        evaluation_sequence=review.evaluation_sequence,
        total=final.total,
        grade=final.grade,
        rows=tuple(ReviewedScore(**dataclasses.asdict(row), reason=reasons[row.row]) for row in final.rows),
    )


def _changes(
    rows: list[dict[str, str | None]], standing: Mapping[str, str], settled: Mapping[str, str]
) -> dict[str, str]:
    """All scores that are not the rule's: a row that goes back to its rule score is confirmed."""
    rules = {str(row["id"]): row["score"] for row in rows}
    for name, score in settled.items():
        stands = standing.get(name, rules[name])
        if stands is not None and exact(stands) == exact(score):
            raise RefusedError("dispute.unchanged", row=name, score=score)
    return {
        name: score
        for name, score in {**standing, **settled}.items()
        if not (name in settled and (rule := rules[name]) is not None and exact(rule) == exact(score))
    }
