"""Every turn that follows from an act: that of its own matter, and those of the matters that it moves along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from activities.acknowledgement import acknowledgement_turns
from activities.adjustment import APPROVE_TARGETS, begun_adjustment
from activities.collecting import collection_turns
from activities.finding_turns import RECTIFICATION, late_finding_turns
from activities.returned import RETURN, SELF_EVALUATION, resumed_turns, returned_turns
from activities.suspend_warning import pressed
from activities.turn import calendar_of, turn_after
from activities.withdraw import WITHDRAWALS, withdrawn_turns
from deadlines.local_time import local_date
from deadlines.moves import ASK, COLLECTION, FINDING
from models.commands import Filed, ReviewResult
from models.lookups import rows_with
from models.projections import Matter
from models.receipts import Turn
from models.values import instant

if TYPE_CHECKING:
    from datetime import date

    from sqlmodel import Session

    from activities.signatures import ActCall
    from rules.core.rubric import Rubric


def turns_after(session: Session, rubric: Rubric, call: ActCall, before: Turn) -> tuple[Turn, ...]:
    """The turns when the act is done on the matter that stood at `before`."""
    deed, day = call.act.deed, local_date(instant(call.act.received_at))
    if deed.act == ASK or before.course == COLLECTION:
        return collection_turns(session, call, before, day)
    return _turns_of_the_year(session, rubric, call, before, day)


def _turns_of_the_year(session: Session, rubric: Rubric, call: ActCall, before: Turn, day: date) -> tuple[Turn, ...]:
    deed = call.act.deed
    if deed.act == RETURN:
        return returned_turns(session, rubric, call, day)
    if deed.act in WITHDRAWALS:
        return withdrawn_turns(session, rubric, call, before, day)
    calendar = calendar_of(session, call.book)
    after = pressed(turn_after(session, rubric, call.book, before, deed.act, day), rubric, calendar)
    return (after, *_beside(session, rubric, call, after, day))


def _beside(session: Session, rubric: Rubric, call: ActCall, after: Turn, day: date) -> tuple[Turn, ...]:
    """The turns of the other matters that the act moves along or begins."""
    content = call.act.deed.content
    if call.act.deed.act == APPROVE_TARGETS:
        return (begun_adjustment(after.course),)
    if isinstance(content, ReviewResult):
        findings = late_finding_turns(session, rubric, call, content)
        return (*findings, *acknowledgement_turns(session, rubric, call.book, day))
    if after.course == FINDING and after.state == "done":
        return end_of_rectification(session, call.book, call.department, after)
    if after.matter == SELF_EVALUATION and after.state == "done" and isinstance(content, Filed):
        return resumed_turns(session, rubric, call, day)
    return ()


def end_of_rectification(session: Session, book: str, department: str, after: Turn) -> tuple[Turn, ...]:
    """The last finding that is closed ends the rectification."""
    findings = rows_with(session, Matter, book=book, department=department, course=FINDING)
    if any(one.state != "done" and one.matter != after.matter for one in findings):
        return ()
    return (Turn(matter=RECTIFICATION, course=RECTIFICATION, state="done"),)
