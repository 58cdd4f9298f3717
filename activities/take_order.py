"""Whether an order is taken as its book stands: the table says so, and here it is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from activities.enrolled import enrolled
from activities.errors import RefusedError
from deadlines.orders import ADDENDUM, CONCLUDED, ENDED, RUNNING, SEALED, not_taken, order_row
from models.projections import Book

if TYPE_CHECKING:
    from activities.signatures import OrderCall
    from audit.append import BookWriter


def require_taken(writer: BookWriter, call: OrderCall) -> None:
    """Refuse an order that is not taken as the book stands, or the year of the department that it is about.

    Raises RefusedError, and AuditError `ledger.sealed` or `ledger.outside-addendum` where the seal is what refuses.
    """
    kind = call.order.order.kind
    standing = _standing(writer, call)
    code = not_taken(kind, standing)
    if code is None:
        return
    department = getattr(call.order.order, "department", None) or ""
    raise _refusals(writer, department).get(code) or writer.sealed.refusal(order_row(kind).record, department)


def _standing(writer: BookWriter, call: OrderCall) -> str:
    order, sealed = call.order.order, writer.sealed
    if sealed.number:
        return SEALED if sealed.addendum is None else ADDENDUM
    if writer.session.get_one(Book, writer.book).concluded:
        return CONCLUDED
    department = getattr(order, "department", None)
    if department is not None and order_row(order.kind).tells_years_apart:
        return ENDED if enrolled(writer.session, writer.book, department).concluded else RUNNING
    return RUNNING


def _refusals(writer: BookWriter, department: str) -> dict[str, RefusedError]:
    """What the table can refuse with, by its code; the rest is the seal's own to say."""
    book, sealed = writer.book, writer.sealed
    found = (
        RefusedError("year.concluded", book=book, department=department),
        RefusedError("book.concluded", book=book),
        RefusedError("amendment.year-running", department=department),
        RefusedError("correction.seal-first", book=book),
        RefusedError("seal.not-concluded", book=book),
        RefusedError("seal.standing", book=book, number=str(sealed.number), sequence=str(sealed.sequence)),
        RefusedError("addendum.not-sealed", book=book),
        RefusedError(
            "addendum.open",
            book=book,
            document="" if sealed.addendum is None else sealed.addendum.document,
            sequence=str(sealed.begun),
        ),
    )
    return {one.code: one for one in found}
