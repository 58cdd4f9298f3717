"""A filing that the department takes back: while its day has not passed, and before the bureau has begun its act."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from sqlmodel import col, select

from activities.asked_first import asked_first
from activities.asked_until import asked_until
from activities.errors import RefusedError
from activities.returned import REVIEW, SELF_EVALUATION, WAITING_REVIEW
from activities.turn import calendar_of, new_turn, phase_of
from deadlines.deadline import Deadline
from deadlines.local_time import local_date
from deadlines.moves import FILINGS
from deadlines.recomputing import Protected, end_of_notice, recomputed
from models.projections import Matter, Review, Task
from models.values import instant
from models.windows import kind_of

if TYPE_CHECKING:
    from sqlmodel import Session

    from activities.signatures import ActCall
    from models.receipts import Turn
    from rules.core.rubric import Rubric

WITHDRAWALS: Final = frozenset(f"{phase}.withdraw" for phase in FILINGS)


def refuse_late_withdrawal(session: Session, call: ActCall) -> None:
    """Refuse to take back what is due already, and what the bureau has begun to review.

    What was filed is then mended by an amendment, or by asking the bureau to return it.
    """
    deed = call.act.deed
    if deed.act not in WITHDRAWALS:
        return
    due, day = _filing_task(session, call).due, local_date(instant(call.act.received_at))
    if day.isoformat() > due:
        raise RefusedError("withdrawal.too-late", act=deed.act, department=call.department, due=due)
    if deed.matter == SELF_EVALUATION and _review_begun(session, call):
        raise RefusedError("withdrawal.review-begun", act=deed.act, department=call.department)


def withdrawn_turns(session: Session, rubric: Rubric, call: ActCall, before: Turn, day: date) -> tuple[Turn, ...]:
    """The filing is awaited again by the day that it had; a review that has opened awaits nobody until then.

    A day that was provisional follows what was announced while the filing lay with the bureau.
    """
    filed = _filing_task(session, call)
    deadline = Deadline(date.fromisoformat(filed.due), filed.provisional)
    if filed.provisional:
        deadline = _announced_since(session, rubric, call, deadline, day)
    again = new_turn(before.matter, before.course, "open", phase_of(rubric, before.matter), deadline, day)
    review = session.get(Matter, (call.book, call.department, REVIEW))
    return (again,) if review is None else (again, WAITING_REVIEW)


def _announced_since(session: Session, rubric: Rubric, call: ActCall, had: Deadline, day: date) -> Deadline:
    """The day under the calendar as it is now, counted as it was at first; none the department has no time for."""
    matter, calendar = call.act.deed.matter, calendar_of(session, call.book)
    phase = phase_of(rubric, matter)
    asking = asked_first(session, call.book, call.department, matter, withdrawing=True)
    notice = end_of_notice(day, phase.notice_days, calendar)
    return recomputed(had.day, asked_until(phase, asking, calendar), Protected(notice))


def _filing_task(session: Session, call: ActCall) -> Task:
    """The task that the filing ended."""
    query = select(Task).where(
        col(Task.book) == call.book,
        col(Task.department) == call.department,
        col(Task.matter) == call.act.deed.matter,
        col(Task.act) == f"{kind_of(call.act.deed.matter)}.file",
    )
    return session.exec(query.order_by(col(Task.round).desc()).limit(1)).one()


def _review_begun(session: Session, call: ActCall) -> bool:
    review = session.get(Matter, (call.book, call.department, REVIEW))
    query = select(Review.sequence).where(col(Review.book) == call.book, col(Review.department) == call.department)
    return review is not None and (review.state == "done" or session.exec(query).first() is not None)
