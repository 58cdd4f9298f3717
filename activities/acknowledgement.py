"""A department's answer to its final score: awaited when a review is concluded, refused while it is open again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from sqlmodel import Session, col, select

from activities.asked_until import Asking, asked_until
from activities.errors import RefusedError
from activities.on_record import not_on_record
from activities.turn import calendar_of, new_turn, phase_of
from deadlines.moves import ACKNOWLEDGEMENT
from models.acknowledgements import Dispute as DisputedRows
from models.projections import Matter, Review, Score

if TYPE_CHECKING:
    from datetime import date

    from activities.signatures import ActCall
    from models.disputes import Dispute, DisputeAnswer
    from models.receipts import Turn
    from rules.core.rubric import Rubric

_REVIEW: Final = "review"


def acknowledgement_turns(session: Session, rubric: Rubric, book: str, day: date) -> tuple[Turn, ...]:
    """The department's turn after a review that was concluded on a day; none where the rubric asks for no answer."""
    if rubric.acknowledgement is None:
        return ()
    phase = phase_of(rubric, ACKNOWLEDGEMENT)
    deadline = asked_until(phase, Asking(ACKNOWLEDGEMENT, "open", day), calendar_of(session, book))
    return (new_turn(ACKNOWLEDGEMENT, ACKNOWLEDGEMENT, "open", phase, deadline, day),)


def refuse_reopened(session: Session, call: ActCall, turn: Turn) -> None:
    """Refuse to answer to a final score that the bureau is looking at again."""
    if turn.course == ACKNOWLEDGEMENT and is_reopened(session, call.book, call.department):
        raise RefusedError("acknowledgement.review-open", department=call.department, act=call.act.deed.act)


def is_reopened(session: Session, book: str, department: str) -> bool:
    """Whether an amendment has opened the review again."""
    return session.get_one(Matter, (book, department, _REVIEW)).state != "done"


def check_dispute(session: Session, call: ActCall, dispute: Dispute) -> None:
    """Refuse rows that are named twice or are no part of the final score, and evidence that is not on record."""
    review = latest_review(session, call.book, call.department)
    scored = json.loads(session.get_one(Score, (call.book, review.evaluation_sequence)).document)
    known = {row["id"] for row in scored["rows"]}
    for name in _once([row.row for row in dispute.rows]):
        if name not in known:
            raise RefusedError("dispute.unknown-row", row=name)
    missing = not_on_record(session, call, dispute.evidence)
    if missing is not None:
        raise RefusedError("dispute.unknown-evidence", sha256=missing, department=call.department)


def check_answer(session: Session, call: ActCall, answer: DisputeAnswer) -> None:
    """Refuse an answer that leaves a disputed row out, or speaks of one that nobody disputes."""
    query = select(DisputedRows.row).where(
        col(DisputedRows.book) == call.book,
        col(DisputedRows.department) == call.department,
        col(DisputedRows.state) == "open",
    )
    named, disputed = set(_once([row.row for row in answer.rows])), set(session.exec(query))
    if named != disputed:
        raise RefusedError(
            "dispute.other-rows",
            given="、".join(sorted(named)),
            wanted="、".join(sorted(disputed)),
            department=call.department,
        )


def _once(rows: list[str]) -> list[str]:
    for row in rows:
        if rows.count(row) > 1:
            raise RefusedError("dispute.repeated-row", row=row)
    return rows


def latest_review(session: Session, book: str, department: str) -> Review:
    """The review whose final score stands."""
    query = select(Review).where(col(Review.book) == book, col(Review.department) == department)
    return session.exec(query.order_by(col(Review.sequence).desc()).limit(1)).one()
