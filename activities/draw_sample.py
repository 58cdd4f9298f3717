"""Draw the review's sample, and hold reviews outside it to what the rules computed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from activities.errors import RefusedError
from audit.sample import drawn
from models.lookups import last_with
from models.projections import Department, Score
from models.samples import Sampled
from models.sampling import SampleDrawn

if TYPE_CHECKING:
    from activities.signatures import ActCall, OrderCall
    from models.commands import ReviewResult
    from models.sampling import Draw


def sample_of(session: Session, call: OrderCall, draw: Draw) -> SampleDrawn:
    """What the record says. Refused without a seed for a share, and for departments that are not in the book."""
    if (draw.share is None) != (draw.seed is None):
        raise RefusedError("sample.seed", share=draw.share or "-", seed=draw.seed or "-")
    enrolled = sorted(session.exec(select(Department.department).where(col(Department.book) == call.book)))
    strange = sorted(set(draw.among) - set(enrolled))
    if strange or not enrolled:
        raise RefusedError(
            "sample.unknown-department", given="、".join(strange) or "-", known="、".join(enrolled) or "-"
        )
    listed = sorted(set(draw.among)) or enrolled
    return SampleDrawn(
        among=draw.among,
        share=draw.share,
        seed=draw.seed,
        document=draw.document,
        drawn_from=tuple(listed),
        drawn=drawn(listed, draw.share, draw.seed),
    )


def refuse_outside_sample(session: Session, call: ActCall, review: ReviewResult) -> None:
    """Refuse row decisions and findings about a department that was not drawn, as long as its rule score is whole.

    A score that the rules could not complete needs its reviewer, drawn or not.
    """
    if not (review.rows or review.findings) or is_sampled(session, call.book, call.department):
        return
    if _is_complete(session, call.book, call.department):
        raise RefusedError("sample.not-drawn", department=call.department)


def is_sampled(session: Session, book: str, department: str) -> bool:
    """Whether the department was drawn; before any draw everybody is in the sample."""
    draws = select(Sampled.department).where(col(Sampled.book) == book, col(Sampled.position).is_not(None))
    if session.exec(draws.where(col(Sampled.department) == department)).first() is not None:
        return True
    return session.exec(draws).first() is None


def _is_complete(session: Session, book: str, department: str) -> bool:
    """Whether the newest score leaves no row and no adjustment undecided."""
    newest = last_with(session, Score, "sequence", book=book, department=department, stage="score")
    if not newest or newest[0].state != "made":
        return False
    document = json.loads(newest[0].document)
    leaves = [row["score"] for row in document["rows"] if row["leaf"]]
    return None not in (*leaves, *(one["change"] for one in document.get("adjustments", ())))
