"""Copy what last year's book of the bureau says of a department into this year's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from activities.enrolled import enrolled
from activities.errors import RefusedError
from audit.carrying import Earlier, book_before, copied
from models.ledger import Head, LedgerRecord
from models.projections import Department
from rules.core.admission import admit
from rules.core.facts import Fact, Facts

if TYPE_CHECKING:
    from collections.abc import Callable

    from activities.desk import Desk
    from audit.append import BookWriter
    from models.carrying import Carry, FactsCarried
    from rules.core.rubric import Rubric


def copy_of(desk: Desk, writer: BookWriter, order: Carry) -> FactsCarried:
    """What the record says: everything that last year's book holds now.

    Refused where there is no such book, or the department was not in it. Raises FactsError for a figure that this
    year's rubric does not admit.
    """
    session, source = writer.session, book_before(writer.book)
    rubric, _ = desk.evaluators.of(session, writer.book, enrolled(session, writer.book, order.department).rubric_hash)
    # Whoever writes there waits until this is copied, so that it is one moment of that book.
    head = session.exec(select(Head).where(col(Head.book) == source).with_for_update()).one_or_none()
    if head is None:
        raise RefusedError("carry.no-earlier-book", book=writer.book, source=source, department=order.department)
    if session.get(Department, (source, order.department)) is None:
        raise RefusedError("carry.not-there", book=writer.book, source=source, department=order.department)
    copy = copied(Earlier(session, source, order.department, head.sequence, _hashes(session, source)), rubric)
    _admit(rubric, order.department, copy)
    return copy


def _hashes(session: Session, book: str) -> Callable[[int], str]:
    def hash_of(sequence: int) -> str:
        return str(session.get_one(LedgerRecord, (book, sequence)).hash)

    return hash_of


def _admit(rubric: Rubric, department: str, copy: FactsCarried) -> None:
    """A figure that the rubric would refuse must not stand in the way of every filing."""
    place = f"{copy.source}#{copy.until}"
    facts = tuple(Fact(one.input, one.value, "witnessed", place, one.unit) for one in copy.facts)
    admit(rubric, Facts(department, facts))
