"""Orders about the dates of the whole book: announce days, record an outage, issue a notice."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from pydantic import JsonValue, TypeAdapter
from sqlmodel import col, select

from app.orders import SignedOrder, send_order
from app.service import require_service
from app.texts import Texts, require_words
from audit.canonical import canonical_bytes
from models.date_orders import Announce, IssueNotice, RecordOutage
from models.date_tables import Notice
from models.receipts import Receipt

if TYPE_CHECKING:
    from activities.desk import Desk
    from app.settings import Settings
    from deadlines.work_calendar import WorkCalendar

_DATA: TypeAdapter[dict[str, JsonValue]] = TypeAdapter(dict[str, JsonValue])
_SHOWN: int = 16


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends an order to which book; `key` is that of an earlier sending."""

    book: str
    login: str
    key: str | None = None

    def request(self, kind: str, *words: JsonValue) -> str:
        """The key: the same words are the same request, changed words are another."""
        digest = sha256(canonical_bytes([self.login, *words])).hexdigest()
        return self.key or f"{kind}/{digest[:_SHOWN]}"


@dataclass(frozen=True, slots=True)
class Sent:
    """A receipt, and the key to send again with."""

    receipt: Receipt
    key: str


@dataclass(frozen=True, slots=True)
class Down:
    """An outage in the office's words, not yet committed; days are ISO days."""

    from_day: str
    to_day: str
    document: str
    reason: str


def announce_days(settings: Settings, desk: Desk, sender: Sender, days: WorkCalendar, document: str) -> Sent:
    """Announce days to a book. Raises AppError `task.text-needed` without a document, and what `send_order` raises."""
    require_words(document=document)
    announced = _DATA.validate_python(days.to_data())
    order = Announce(announced=announced, document=document)
    key = sender.request("announce", announced, document)
    return Sent(send_order(settings, desk, SignedOrder(sender.book, sender.login, key, order)), key)


def record_outage(settings: Settings, desk: Desk, sender: Sender, down: Down) -> Sent:
    """Record an outage; its reason is kept as a text, and only the commitment travels.

    Raises AppError `task.text-needed` for a document or reason without words, and what `send_order` raises.
    """
    require_words(document=down.document, reason=down.reason)
    require_service(settings)
    key = sender.request("outage", down.from_day, down.to_day, down.document, down.reason)
    reason = Texts(desk, sender.book, key).commit("reason", down.reason)
    order = RecordOutage(from_day=down.from_day, to_day=down.to_day, document=down.document, reason=reason)
    return Sent(send_order(settings, desk, SignedOrder(sender.book, sender.login, key, order)), key)


def issue_notice(settings: Settings, desk: Desk, sender: Sender, notice: IssueNotice) -> Sent:
    """Put a notice on the record. Raises AppError `task.text-needed` without number or title, and as `send_order`."""
    require_words(number=notice.number, title=notice.title)
    key = sender.request("notice", *notice.model_dump(mode="json", exclude={"kind"}).values())
    return Sent(send_order(settings, desk, SignedOrder(sender.book, sender.login, key, notice)), key)


def list_notices(desk: Desk, book: str) -> list[Notice]:
    """The notices of a book in the order in which they were recorded."""
    with desk.reading() as session:
        return list(session.exec(select(Notice).where(col(Notice.book) == book).order_by(col(Notice.sequence))))
