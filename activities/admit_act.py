"""Whether an act may be done as things stand: the person, the turn, the content. Nothing is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from activities.acknowledge_warning import refuse_twice
from activities.acknowledgement import refuse_reopened
from activities.adjustment import refuse_late_adjustment
from activities.after_conclusion import require_allowed
from activities.authority import Wanted, require_one_of, require_other_hands
from activities.check_content import check_content
from activities.enrolled import enrolled
from activities.held import require_hands, require_seen
from activities.in_force import rubric_of
from activities.returned import refuse_returned
from activities.turn import standing
from activities.two_hands import course_in, require_two_hands
from activities.withdraw import refuse_late_withdrawal
from deadlines.local_time import local_date
from deadlines.protocol import next_state, roles_of
from models.values import instant

if TYPE_CHECKING:
    from sqlmodel import Session

    from activities.desk import Desk
    from activities.signatures import ActCall
    from models.projections import Department
    from models.receipts import Turn
    from rules.core.rubric import Rubric


class Admitted(NamedTuple):
    """The role that the person acts in, the rubric of the department's year with its hash, how the matter stands."""

    role: str
    rubric: Rubric
    rubric_hash: str
    turn: Turn


def admit_act(desk: Desk, session: Session, call: ActCall) -> Admitted:
    """Refuse what cannot be done. Raises RefusedError, DeadlinesError, RulesError."""
    department = enrolled(session, call.book, call.department)
    rubric = rubric_of(desk, session, department)
    role = authorised_role(session, department, call)
    require_allowed(session, department, rubric, call)
    turn = _require_open(session, call)
    require_hands(session, call, role)
    require_seen(session, call)
    require_two_hands(session, department, call)
    check_content(desk, session, rubric, call)
    return Admitted(role, rubric, department.rubric_hash, turn)


def authorised_role(session: Session, department: Department, call: ActCall) -> str:
    """The role that the act belongs to; refuses a person who does not hold it, or who filed what is to be reviewed."""
    deed = call.act.deed
    roles, where = roles_of(deed.act, course_in(department, deed.matter)), Wanted(call.department, deed.matter)
    day = local_date(instant(call.act.received_at))
    role = require_one_of(session, call.book, deed.actor, roles, where, day)
    if role == "reviewer":
        require_other_hands(session, call.book, call.department, deed.actor)
    return role


def _require_open(session: Session, call: ActCall) -> Turn:
    """How the matter stands. Where the act is not open, faults in what it brings are of no interest."""
    turn = standing(session, call.book, call.department, call.act.deed.matter)
    next_state(turn.course, turn.state, call.act.deed.act)
    refuse_returned(session, call, turn)
    refuse_late_withdrawal(session, call)
    refuse_reopened(session, call, turn)
    refuse_twice(session, call)
    refuse_late_adjustment(session, call)
    return turn
