"""Seal a concluded book, and authorise an addendum to a sealed one: what the records say, or why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import Session, col, or_, select

from activities.enrolled import enrolled
from activities.errors import RefusedError
from deadlines.local_time import local_date
from deadlines.moves import PHASES
from models.ledger import Head
from models.projections import Matter
from models.sealing_payloads import AddendumAuthorised, BookSealed
from models.values import instant
from models.windows import MONITORING

if TYPE_CHECKING:
    from activities.desk import Desk
    from activities.signatures import OrderCall
    from audit.append import BookWriter
    from models.commands import Authorise, Seal


def seal_of(writer: BookWriter, call: OrderCall, seal: Seal) -> BookSealed:
    """The seal over every record so far.

    Refused under another number than the next one, and while a phase that was opened again waits for somebody.
    """
    standing = writer.sealed
    if seal.number != standing.number + 1:
        raise RefusedError("seal.number", book=call.book, given=str(seal.number), next=str(standing.number + 1))
    _require_finished(writer.session, call.book)
    day = local_date(instant(call.order.received_at)).isoformat()
    return BookSealed(number=seal.number, day=day, records=writer.size, root=writer.root)


def _require_finished(session: Session, book: str) -> None:
    phases = or_(col(Matter.matter).in_(PHASES), col(Matter.matter).startswith(f"{MONITORING}/"))
    query = select(Matter).where(col(Matter.book) == book, phases, col(Matter.state) != "done")
    waiting = session.exec(query.order_by(col(Matter.department), col(Matter.matter))).first()
    if waiting is not None:
        raise RefusedError("seal.unfinished", book=book, department=waiting.department, matter=waiting.matter)


def addendum_of(desk: Desk, writer: BookWriter, call: OrderCall, wanted: Authorise) -> AddendumAuthorised:
    """The authorisation; refused where nothing could be touched."""
    if not wanted.matters and not wanted.corrections:
        raise RefusedError("addendum.nothing", book=call.book)
    if wanted.matters and wanted.department is None:
        raise RefusedError("addendum.no-department", book=call.book, matters="、".join(wanted.matters))
    if wanted.department is not None:
        enrolled(writer.session, call.book, wanted.department)
        for matter in wanted.matters:
            _require_matter(writer.session, call.book, wanted.department, matter)
    # A crash between a seal and its signature leaves the seal unsigned; once it is not the head, it would stay so.
    writer.move_head()
    desk.signer.sign(writer.session.get_one(Head, call.book))
    said = wanted.model_dump(exclude={"kind", "department"})
    return AddendumAuthorised(**said, number=writer.sealed.number)


def _require_matter(session: Session, book: str, department: str, matter: str) -> None:
    if session.get(Matter, (book, department, matter)) is None:
        query = select(Matter.matter).where(col(Matter.book) == book, col(Matter.department) == department)
        known = "、".join(session.exec(query.order_by(col(Matter.matter))))
        raise RefusedError("addendum.unknown-matter", department=department, matter=matter, known=known or "-")
