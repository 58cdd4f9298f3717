"""A request as it stands in the inbox, and how it is sent from there."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pydantic import TypeAdapter, ValidationError

from app.errors import RequestRefusedError
from app.inbox.ids import require_ids
from audit.canonical import canonical_bytes
from models.commands import Act, BureauOrder, Deed, Key, Order
from models.inbox import ORDER, InboxRequest

if TYPE_CHECKING:
    from app.counter import Counter
    from models.receipts import Receipt

_ORDER: TypeAdapter[Order] = TypeAdapter(Order)
_KEY: TypeAdapter[str] = TypeAdapter(Key)


class Wanted(NamedTuple):
    """A request of a person: an act on a department's matter, or with an empty department an order of the bureau."""

    book: str
    key: str
    department: str
    actor: str
    act: str
    matter: str
    content: str


def wanted_act(book: str, department: str, key: str, deed: Deed) -> Wanted:
    """An act of a department's year. Raises RequestRefusedError `request.bad-key`, `request.no-id`."""
    require_key(key)
    require_ids(deed)
    return Wanted(book, key, department, deed.actor, deed.act, deed.matter, canonical_bytes(deed).decode())


def wanted_order(book: str, key: str, actor: str, order: Order) -> Wanted:
    """An order of the bureau. Raises RequestRefusedError `request.bad-key`, `request.no-id`."""
    require_key(key)
    require_ids(order)
    return Wanted(book, key, "", actor, f"{ORDER}{order.kind}", "", canonical_bytes(order).decode())


def require_key(key: str) -> None:
    """Refuse a key that nothing could be sent under. Raises RequestRefusedError `request.bad-key`."""
    if not is_key(key):
        raise RequestRefusedError("request.bad-key", {"request": key}, [])


def is_key(key: str) -> bool:
    """Whether a request can have this key."""
    try:
        _KEY.validate_python(key)
    except ValidationError:
        return False
    return True


def deed_of(content: str) -> Deed:
    """The deed that an act's content says."""
    return Deed.model_validate_json(content)


def order_of(content: str) -> Order:
    """The order that a content says."""
    return _ORDER.validate_json(content)


def act_of(row: InboxRequest) -> Act:
    """The act as it is sent: received when it came in, whenever that was."""
    return Act(request=row.key, received_at=row.received_at, deed=deed_of(row.content))


async def send(counter: Counter, row: InboxRequest) -> Receipt:
    """Send a request from the inbox; sending it twice gives the first receipt.

    Raises what the counter raises, and RequestRefusedError `request.bad-key` for what an earlier release received.
    """
    require_key(row.key)
    if row.department:
        return await counter.hand_in(row.book, row.department, act_of(row))
    order = BureauOrder(request=row.key, actor=row.actor, received_at=row.received_at, order=order_of(row.content))
    return await counter.hand_in_order(row.book, order)
