"""What rehearsed books would have sent outside if they were real."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.speaking import voice

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.delivery.listing import NotSent


def show_not_sent(rehearsed: Iterable[NotSent]) -> None:
    """One line for each rehearsed book."""
    for one in rehearsed:
        voice.say("delivery.rehearsed", book=one.book, notices=str(one.notices), people=str(one.people))
