"""A self-evaluation that the reviewer returns: it is open again, and its review waits until it has been filed anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from activities.asked_until import Asking, asked_until
from activities.errors import RefusedError
from activities.turn import calendar_of, new_turn, phase_of
from models.lookups import row_with
from models.projections import Matter
from models.receipts import Turn

if TYPE_CHECKING:
    from datetime import date

    from sqlmodel import Session

    from activities.signatures import ActCall
    from rules.core.rubric import Rubric

RETURN: Final = "self-evaluation.return"
SELF_EVALUATION: Final = "self-evaluation"
REVIEW: Final = "review"
# What a review is while its self-evaluation lies with the department.
WAITING_REVIEW: Final = Turn(matter=REVIEW, course=REVIEW, state="open")


def refuse_returned(session: Session, call: ActCall, turn: Turn) -> None:
    """Refuse any act on a review whose self-evaluation lies with the department again."""
    if turn.course != REVIEW:
        return
    filed = row_with(session, Matter, book=call.book, department=call.department, matter=SELF_EVALUATION)
    if filed is not None and filed.state != "done":
        raise RefusedError("review.returned", department=call.department, act=call.act.deed.act)


def returned_turns(session: Session, rubric: Rubric, call: ActCall, day: date) -> tuple[Turn, ...]:
    """The review awaits nobody; the self-evaluation is awaited again."""
    phase = phase_of(rubric, SELF_EVALUATION)
    deadline = asked_until(phase, Asking(SELF_EVALUATION, "open", day, again=True), calendar_of(session, call.book))
    filed = session.get_one(Matter, (call.book, call.department, SELF_EVALUATION))
    return (WAITING_REVIEW, new_turn(SELF_EVALUATION, filed.course, "open", phase, deadline, day))


def resumed_turns(session: Session, rubric: Rubric, call: ActCall, day: date) -> tuple[Turn, ...]:
    """The review of a self-evaluation that was filed again: its clock starts anew; none before there is a review."""
    review = row_with(session, Matter, book=call.book, department=call.department, matter=REVIEW)
    return () if review is None else (review_anew(session, rubric, call.book, day),)


def review_anew(session: Session, rubric: Rubric, book: str, day: date) -> Turn:
    """An open review whose time counts from a day."""
    phase = phase_of(rubric, REVIEW)
    deadline = asked_until(phase, Asking(REVIEW, "open", day), calendar_of(session, book))
    return new_turn(REVIEW, REVIEW, "open", phase, deadline, day)
