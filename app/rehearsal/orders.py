"""What an order of a play asks of the book; texts as commitments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.scenario import PlayedExtension
from models.commands import Extend, Order, Reevaluate

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.scenario import PlayedReevaluation


def order_of(order: PlayedReevaluation | PlayedExtension, commit: Callable[[str, str], str]) -> Order:
    """The command that the counter takes; `commit` keeps a text of the order under its field's name."""
    if isinstance(order, PlayedExtension):
        return Extend(
            department=order.department,
            matter=order.matter,
            due=order.due,
            document=order.document,
            reason=commit("reason", order.reason),
        )
    return Reevaluate(department=order.department, stage=order.stage)
