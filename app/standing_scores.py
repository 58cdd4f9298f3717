"""How a department's scores stand: for every row what is claimed, what the rules give, and the review score."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from app.doubts import SeenDoubt, reasons_in, seen_doubts
from app.erased import Words, name_of, words_of
from app.errors import AppError
from app.results import ShownResult, result_of
from app.self_evaluation import SELF_EVALUATION
from audit.facts_of import Whose, targets_of
from audit.known import brought, lists_brought
from models.projections import Department, Review, Score
from models.receipts import ReviewOutcome
from rules.core.evaluation import Evaluation, RowScore
from rules.core.reading import read_evaluation, read_facts

if TYPE_CHECKING:
    from activities.desk import Desk
    from models.receipts import ReviewedScore


@dataclass(frozen=True, slots=True)
class StandingRow:
    """A row of the newest scoring; `review` is None while nobody reviewed it or inside a group scored as a whole.

    A row that the reviewer did not name is confirmed: its review score is its rule score, and it has no reason.
    """

    score: RowScore
    review: str | None
    reason: Words | None


@dataclass(frozen=True, slots=True)
class StandingScores:
    """One department in one book; `review` and `by`, the reviewer's name, are None until the scoring was reviewed.

    `result` is what was suggested for the next budget, None while nothing was; `doubts` are about the figures that
    stand filed, with the department's reasons.
    """

    book: str
    department: str
    evaluation: Evaluation
    review: ReviewOutcome | None
    by: Words | None
    rows: tuple[StandingRow, ...]
    result: ShownResult | None = None
    doubts: tuple[SeenDoubt, ...] = ()


def standing_scores(desk: Desk, department: str, book: str | None) -> tuple[StandingScores, ...]:
    """The scores in every book that has the department, or in the one that is named.

    Raises AppError `scores.none` where nothing has been scored.
    """
    with desk.reading() as session:
        query = select(Department.book).where(col(Department.department) == department).order_by(col(Department.book))
        books = [one for one in session.exec(query) if book in (None, one)]
        found = [
            _standing(desk, session, score) for one in books if (score := _newest(session, one, department)) is not None
        ]
    if not found:
        raise AppError("scores.none", department=department, book=book or "-")
    return tuple(found)


def _newest(session: Session, book: str, department: str) -> Score | None:
    query = select(Score).where(
        col(Score.book) == book,
        col(Score.department) == department,
        col(Score.stage) == "score",
        col(Score.state) == "made",
    )
    return session.exec(query.order_by(col(Score.sequence).desc())).first()


def _standing(desk: Desk, session: Session, score: Score) -> StandingScores:
    evaluation = read_evaluation(json.loads(score.document))
    query = select(Review).where(col(Review.book) == score.book, col(Review.evaluation_sequence) == score.sequence)
    review = session.exec(query.order_by(col(Review.sequence).desc())).first()
    outcome, by = (None, None) if review is None else _reviewed(session, review)
    scored = {row.row: row for row in outcome.rows} if outcome is not None else {}
    single = _single(evaluation, set(scored)) if outcome is not None else set[str]()
    return StandingScores(
        book=score.book,
        department=score.department,
        evaluation=evaluation,
        review=outcome,
        by=by,
        rows=tuple(
            _row(session, score.book, row, scored.get(row.id), confirmed=row.id in single) for row in evaluation.rows
        ),
        result=result_of(session, score.book, score.department),
        doubts=_doubts(desk, session, score),
    )


def _doubts(desk: Desk, session: Session, score: Score) -> tuple[SeenDoubt, ...]:
    rubric, _ = desk.evaluators.of(session, score.book, read_evaluation(json.loads(score.document)).rubric_hash)
    targets = targets_of(rubric, Whose(session, score.book, score.department))
    filed = [one for one in brought(session, score.book, score.department, SELF_EVALUATION) if not one.prepared]
    facts = read_facts({"department": score.department, **targets, **lists_brought(filed)})
    return seen_doubts(rubric, facts, reasons_in(session, score.book, filed))


def _reviewed(session: Session, review: Review) -> tuple[ReviewOutcome, Words]:
    outcome = ReviewOutcome(
        evaluation_sequence=review.evaluation_sequence,
        total=review.total,
        grade=review.grade,
        rows=json.loads(review.document)["rows"],
    )
    return outcome, name_of(session, review.actor)


def _single(evaluation: Evaluation, scored: set[str]) -> set[str]:
    """The leaves that count by themselves: no group above them was scored as a whole."""
    inside: set[str] = set()
    for row in evaluation.rows:
        if row.parent in scored | inside:
            inside.add(row.id)
    return {row.id for row in evaluation.rows if row.leaf} - inside


def _row(session: Session, book: str, row: RowScore, scored: ReviewedScore | None, *, confirmed: bool) -> StandingRow:
    if scored is not None:
        return StandingRow(row, scored.score, words_of(session, book, scored.reason))
    return StandingRow(row, row.score if confirmed else None, None)
