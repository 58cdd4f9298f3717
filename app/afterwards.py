"""What is written into a book that has ended: the same activities, handed over at the counter itself.

Workflows keep order and time, and a concluded book has neither left: nobody's turn moves a clock. What may still be
written is for the ledger to say.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from activities.after_conclusion import allowed_amendment
from activities.desk import Desk
from activities.handle_act import handle_act
from activities.obey_order import obey_order
from activities.signatures import ActCall, OrderCall
from app.errors import RequestRefusedError
from app.inbox.wanted import require_key
from app.machine_clock import machine_clock
from app.refusal_details import REFUSALS, detail_of
from audit.append import find
from audit.sealed import Sealed
from models.commands import Act, BureauOrder
from models.ledger import Head, LedgerRecord
from models.lookups import row_with
from models.projections import Book, Department
from models.values import instant_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from models.commands import Deed, Order
    from models.receipts import Receipt


def has_ended(desk: Desk, book: str) -> bool:
    """Whether the book is concluded, so that no cycle of it runs any more."""
    with desk.reading() as session:
        kept = session.get(Book, book)
        return kept is not None and kept.concluded


def year_has_ended(desk: Desk, book: str, department: str) -> bool:
    """Whether a department's year is concluded, so that no workflow of it runs any more."""
    with desk.reading() as session:
        kept = row_with(session, Department, book=book, department=department) or row_with(session, Book, book=book)
        return kept is not None and kept.concluded


@dataclass(frozen=True, slots=True)
class Afterwards:
    """The counter of a book that has ended: it needs no service, because nothing runs any more."""

    desk: Desk
    shift_seconds: int

    async def act(self, book: str, department: str, request: str, deed: Deed) -> Receipt:
        """Handle an act that the bureau has allowed. Raises RequestRefusedError."""
        require_key(request)
        sent = Act(request=request, received_at=self._now(book), deed=deed)
        return act_afterwards(self.desk, book, department, sent)

    async def order(self, book: str, request: str, actor: str, order: Order) -> Receipt:
        """Carry out an order. Raises RequestRefusedError."""
        require_key(request)
        sent = BureauOrder(request=request, actor=actor, received_at=self._now(book), order=order)
        return order_afterwards(self.desk, book, sent)

    def _now(self, book: str) -> str:
        """The clock of a rehearsed book stood still at its beginning: nothing comes in before its last record."""
        now = instant_text(machine_clock() + timedelta(seconds=self.shift_seconds))
        with self.desk.reading() as session:
            last = session.get_one(LedgerRecord, (book, session.get_one(Head, book).sequence))
        return max(now, last.happened_at)


def order_afterwards(desk: Desk, book: str, sent: BureauOrder) -> Receipt:
    """Carry out an order about a book that has ended. Raises RequestRefusedError."""
    call = OrderCall(book=book, epoch=_epoch(desk, book), happened_at=sent.received_at, order=sent)
    with refusing():
        return obey_order(desk, call).receipt


def act_afterwards(desk: Desk, book: str, department: str, sent: Act) -> Receipt:
    """Handle an act that the bureau has allowed: by leave to amend, or in a sealed book by an addendum.

    Raises RequestRefusedError, `year.not-running` where it has allowed nothing.
    """
    with desk.reading() as session:
        sealed = Sealed.of(session, book)
        repeated = find(session, book, sent.request) is not None
        allowed = sealed.number or allowed_amendment(session, book, department) is not None
    if not allowed and not repeated:
        raise RequestRefusedError("year.not-running", {"request": sent.request}, [])
    call = ActCall(book=book, epoch=_epoch(desk, book), department=department, happened_at=sent.received_at, act=sent)
    with refusing():
        if not repeated:
            sealed.require_open(department, sent.deed.matter)
        return handle_act(desk, call)


def _epoch(desk: Desk, book: str) -> int:
    with desk.reading() as session:
        return session.get_one(Head, book).epoch


@contextmanager
def refusing() -> Iterator[None]:
    """A refusal by any room inside the block is a refused request."""
    try:
        yield
    except REFUSALS as error:
        problems = [detail_of(problem) for problem in getattr(error, "problems", ())]
        raise RequestRefusedError(error.code, dict(error.params), problems) from error
