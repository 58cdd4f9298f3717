"""Resume a book's cycle from the ledger: a new epoch on the record, and where every department's year stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from activities.authority import require_role
from activities.errors import RefusedError
from activities.in_force import rubric_of
from activities.keys import resumption_key, year_end_key
from activities.plan_phases import plan_phases
from activities.returned import SELF_EVALUATION
from activities.signatures import DepartmentStart, Resumed
from activities.turn import standing
from audit.entry import Entry
from audit.upcast import payload_as
from deadlines.local_time import local_date
from deadlines.protocol import acts_open
from models.payloads import CycleResumed
from models.projections import Book, Department, Filing, Matter
from models.values import instant

if TYPE_CHECKING:
    from sqlmodel.sql.expression import SelectOfScalar

    from activities.desk import Desk
    from activities.signatures import PhasePlan, Resumption
    from audit.append import BookWriter
    from models.receipts import Turn

_OFFICE = "performance-office"


def resume_cycle(desk: Desk, call: Resumption) -> Resumed:
    """Raise the book's epoch, once for each resumption, and say what has to be started again.

    From this record on, whatever still runs under an older epoch can write nothing. Raises RefusedError
    `cycle.resumed-elsewhere` when somebody else resumed the book under the same epoch.
    """
    with desk.writing(call.book, call.epoch) as writer:
        _record(writer, call)
        departments = writer.session.exec(_departments(call.book)).all()
        return Resumed(
            years=tuple(_start(desk, writer.session, call, one) for one in departments if not one.concluded),
            concluded={one.department: _ended(writer, one) for one in departments if one.concluded},
        )


def _record(writer: BookWriter, call: Resumption) -> None:
    key = resumption_key(call.epoch)
    wanted = CycleResumed(epoch=call.epoch, resumption=call.resumption)
    earlier = writer.find(key)
    if earlier is not None:
        if payload_as(earlier, CycleResumed) != wanted:
            raise RefusedError("cycle.resumed-elsewhere", book=call.book, sequence=str(earlier.sequence))
        return
    require_role(writer.session, call.book, call.actor, _OFFICE, "", local_date(instant(call.happened_at)))
    writer.append(
        Entry(
            kind="cycle.resumed",
            key=key,
            actor=call.actor,
            role=_OFFICE,
            happened_at=instant(call.happened_at),
            payload=wanted,
        )
    )


def _departments(book: str) -> SelectOfScalar[Department]:
    return select(Department).where(col(Department.book) == book).order_by(col(Department.department))


def _ended(writer: BookWriter, department: Department) -> str:
    record = writer.find(year_end_key(department.department))
    if record is None:
        raise RefusedError("cycle.end-without-record", book=department.book, department=department.department)
    return record.happened_at


def _start(desk: Desk, session: Session, call: Resumption, department: Department) -> DepartmentStart:
    plans = plan_phases(session, rubric_of(desk, session, department), call.book)
    matters = session.exec(
        select(Matter).where(col(Matter.book) == call.book, col(Matter.department) == department.department)
    ).all()
    return DepartmentStart(
        book=call.book,
        epoch=call.epoch,
        department=department.department,
        shift_seconds=session.get_one(Book, call.book).shift_seconds,
        plans=plans,
        position=_position(session, plans, {matter.matter: matter for matter in matters}),
        turns=tuple(_turn(session, matter) for matter in matters if _lives(matter)),
    )


def _position(session: Session, plans: tuple[PhasePlan, ...], matters: dict[str, Matter]) -> int:
    """The phase opened last; the next one where a self-evaluation was taken back, for that had ended its phase."""
    position = max((position for position, plan in enumerate(plans) if plan.phase in matters), default=0)
    last = matters.get(plans[position].phase)
    if last is None or last.matter != SELF_EVALUATION or last.state == "done" or position + 1 == len(plans):
        return position
    query = select(Filing.sequence).where(col(Filing.book) == last.book, col(Filing.department) == last.department)
    filed = session.exec(query.where(col(Filing.phase) == SELF_EVALUATION).limit(1)).first()
    return position if filed is None else position + 1


def _lives(matter: Matter) -> bool:
    """What is open, and what may still be amended."""
    return matter.state != "done" or bool(acts_open(matter.course, "done"))


def _turn(session: Session, matter: Matter) -> Turn:
    return standing(session, matter.book, matter.department, matter.matter)
