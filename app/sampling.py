"""The review's sample: order a draw, list what was drawn."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from pydantic import ValidationError
from sqlmodel import col, select

from app.errors import AppError
from app.orders import SignedOrder, send_order
from audit.canonical import canonical_bytes
from models.samples import Sampled
from models.sampling import Draw

if TYPE_CHECKING:
    from activities.desk import Desk
    from app.settings import Settings
    from models.receipts import Receipt


def draw_of(among: tuple[str, ...], share: str | None, seed: str | None, document: str) -> Draw:
    """The order as typed. Raises AppError `sample.malformed` for words that are no draw."""
    try:
        return Draw(among=among, share=share, seed=seed, document=document)
    except ValidationError as error:
        raise AppError("sample.malformed", share=share or "-") from error


def draw_sample(
    settings: Settings, desk: Desk, book: str, login: str, draw: Draw, key: str | None
) -> tuple[Receipt, str]:
    """Send the order; the receipt and its key. The same words are the same draw. Raises what `send_order` raises."""
    request = key or f"sample/{sha256(canonical_bytes(draw)).hexdigest()[:16]}"
    return send_order(settings, desk, SignedOrder(book, login, request, draw)), request


def list_sample(desk: Desk, book: str) -> list[Sampled]:
    """Every department of every draw, the first draw first, those that were drawn first."""
    with desk.reading() as session:
        found = session.exec(select(Sampled).where(col(Sampled.book) == book)).all()
    return sorted(found, key=lambda one: (one.sequence, one.position is None, one.position or 0, one.department))
