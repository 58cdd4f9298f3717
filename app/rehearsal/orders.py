"""What an order of a play asks of the book."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.commands import Order, Reevaluate

if TYPE_CHECKING:
    from app.scenario import PlayedOrder


def order_of(order: PlayedOrder) -> Order:
    """The command that the counter takes."""
    return Reevaluate(department=order.department, stage=order.stage)
