"""Findings become matters: with the opening of rectification, or at once when it has been opened already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from activities.asked_until import Asking, asked_until
from activities.turn import calendar_of, new_turn, phase_of
from audit.project.findings import PREFIX
from deadlines.local_time import local_date
from deadlines.moves import FINDING
from models.lookups import row_with
from models.projections import Matter
from models.receipts import Turn
from models.values import instant

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from sqlmodel import Session

    from activities.signatures import ActCall
    from deadlines.deadline import Deadline
    from models.commands import ReviewResult
    from rules.core.rubric import Phase, Rubric

RECTIFICATION = "rectification"


def finding_turns(findings: Iterable[str], phase: Phase, deadline: Deadline, since: date) -> tuple[Turn, ...]:
    """Rectification and its findings. It waits for nobody itself: it is done when the last finding is."""
    turns = tuple(new_turn(f"{PREFIX}{finding}", FINDING, "open", phase, deadline, since) for finding in findings)
    return (Turn(matter=RECTIFICATION, course=RECTIFICATION, state="open" if turns else "done"), *turns)


def late_finding_turns(session: Session, rubric: Rubric, call: ActCall, review: ReviewResult) -> tuple[Turn, ...]:
    """What a reopened review orders while rectification is under way or over; earlier, its opening takes them up."""
    begun = row_with(session, Matter, book=call.book, department=call.department, matter=RECTIFICATION)
    if begun is None or not review.findings:
        return ()
    phase, day = phase_of(rubric, RECTIFICATION), local_date(instant(call.act.received_at))
    deadline = asked_until(phase, Asking(FINDING, "open", day), calendar_of(session, call.book))
    return finding_turns((finding.finding for finding in review.findings), phase, deadline, day)
