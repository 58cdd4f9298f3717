"""A review score that was typed wrongly: the final score computed anew from the same evaluation."""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING

from sqlmodel import col, select

from activities.corrections.effect import Case, Effect
from activities.errors import RefusedError
from activities.typed_points import require_points
from audit.upcast import payload_as
from models.corrections import RightScore
from models.ledger import LedgerRecord
from models.projections import Review, Score
from models.receipts import ReviewedScore, ReviewOutcome, RowNote
from models.sealing_payloads import CorrectionApproved, ReviewDifference
from rules.core.review import final_score

if TYPE_CHECKING:
    from sqlmodel import Session

    from rules.core.rubric import Rubric


def standing_score(case: Case, right: RightScore) -> RightScore:
    """How the row is scored now. Refused when a later review or a later evaluation replaced the record's review."""
    review = _review(case)
    score = next((row.score for row in _rows(review) if row.row == right.row), None)
    return RightScore(row=right.row, score=score)


def score_effect(case: Case, rubric: Rubric, right: RightScore) -> Effect:
    """The review with the right score; raises ReviewError for one that cannot be given."""
    review = _review(case)
    before = {row.row: row for row in _rows(review)}
    scores = {name: row.score for name, row in before.items() if name != right.row}
    require_points([(right.row, right.score)])
    if right.score is not None:
        scores[right.row] = right.score
    evaluated = json.loads(case.session.get_one(Score, (case.book, review.evaluation_sequence)).document)
    final = final_score(rubric, evaluated["rows"], scores, evaluated.get("adjustments", ()))
    reasons = {name: row.reason for name, row in before.items()} | {right.row: case.reason}
    rows = tuple(ReviewedScore(**dataclasses.asdict(row), reason=reasons[row.row]) for row in final.rows)
    outcome = ReviewOutcome(
        evaluation_sequence=review.evaluation_sequence, total=final.total, grade=final.grade, rows=rows
    )
    rule = next(row for row in evaluated["rows"] if row["id"] == right.row)
    note = RowNote(
        row=right.row,
        name=rule["name"],
        before=before[right.row].score if right.row in before else rule["score"],
        after=right.score if right.score is not None else rule["score"],
    )
    change = ReviewDifference(
        total_before=review.total,
        total_after=final.total,
        grade_before=review.grade,
        grade_after=final.grade,
        rows=(note,),
    )
    return Effect(review=outcome, change=change)


def _review(case: Case) -> Review:
    """The department's newest review, if it is the record's own or an earlier correction of it."""
    query = select(Review).where(col(Review.book) == case.book, col(Review.department) == case.department)
    review = case.session.exec(query.order_by(col(Review.sequence).desc()).limit(1)).one_or_none()
    if review is None or _origin(case.session, review) != case.corrected.sequence:
        raise RefusedError("correction.superseded", sequence=str(case.corrected.sequence))
    scores = select(Score.sequence).where(
        col(Score.book) == case.book, col(Score.department) == case.department, col(Score.stage) == "score"
    )
    if case.session.exec(scores.order_by(col(Score.sequence).desc()).limit(1)).one() != review.evaluation_sequence:
        raise RefusedError("correction.superseded", sequence=str(case.corrected.sequence))
    return review


def _origin(session: Session, review: Review) -> int:
    record = session.get_one(LedgerRecord, (review.book, review.sequence))
    if record.kind != "correction.approved":
        return record.sequence
    return payload_as(record, CorrectionApproved).corrects


def _rows(review: Review) -> list[ReviewedScore]:
    return [ReviewedScore.model_validate(row) for row in json.loads(review.document)["rows"]]
