"""Copy last year's facts into a book, and show what stands copied."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from app.errors import AppError
from app.orders import SignedOrder, send_order
from audit.carried_facts import repeated_findings
from audit.carrying import book_before
from models.carrying import Carried, Carry, FactsCarried
from models.ledger import Head
from models.projections import Department

if TYPE_CHECKING:
    from activities.desk import Desk
    from app.settings import Settings
    from models.receipts import Receipt


@dataclass(frozen=True, slots=True)
class Carrying:
    """Whose facts are to be copied: one department's, or with None those of every one that last year's book knows."""

    book: str
    login: str
    department: str | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True)
class ShownCopy:
    """What stands copied of a department, and which of this year's findings are about rows of last year's."""

    department: str
    sequence: int
    copy: FactsCarried
    repeated: tuple[str, ...]

    def to_data(self) -> dict[str, object]:
        """JSON-able."""
        copy = self.copy.model_dump(mode="json")
        return {"department": self.department, "record": self.sequence, **copy, "repeated": list(self.repeated)}


def carry_facts(settings: Settings, desk: Desk, wanted: Carrying) -> list[tuple[Receipt, str]]:
    """Send an order for each department; the receipts with their keys.

    The same state of last year's book is the same request. Raises AppError `carry.nobody`, `carry.key-for-one`, and
    what `send_order` raises.
    """
    names, at = _whose(desk, wanted)
    if not names:
        raise AppError("carry.nobody", book=wanted.book, source=book_before(wanted.book))
    done = []
    for name in names:
        request = wanted.key or f"carry/{name}/{at}"
        signed = SignedOrder(wanted.book, wanted.login, request, Carry(department=name))
        done.append((send_order(settings, desk, signed), request))
    return done


def _whose(desk: Desk, wanted: Carrying) -> tuple[list[str], int]:
    """The departments in question, and how far last year's book reaches (0 where there is none)."""
    source = book_before(wanted.book)
    with desk.reading() as session:
        head = session.get(Head, source)
        at = 0 if head is None else head.sequence
        if wanted.department is not None:
            return [wanted.department], at
        if wanted.key is not None:
            raise AppError("carry.key-for-one", key=wanted.key)
        query = select(Department).where(col(Department.book).in_((source, wanted.book)))
        found = session.exec(query).all()
        before = {one.department for one in found if one.book == source}
        return sorted(one.department for one in found if one.book != source and _is_running(one, before)), at


def _is_running(department: Department, before: set[str]) -> bool:
    return department.department in before and not department.concluded


def list_carried(desk: Desk, book: str) -> list[ShownCopy]:
    """What stands copied in a book, by the department's id."""
    with desk.reading() as session:
        query = select(Carried).where(col(Carried.book) == book).order_by(col(Carried.department))
        return [_shown(session, row) for row in session.exec(query)]


def _shown(session: Session, row: Carried) -> ShownCopy:
    copy = FactsCarried.model_validate_json(row.document)
    again = repeated_findings(session, row.book, row.department, copy)
    return ShownCopy(row.department, row.sequence, copy, tuple(one.finding for one in again))
