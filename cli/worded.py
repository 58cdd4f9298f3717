"""A text or a name in words: what was erased says so, with the day and by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.speaking import voice

if TYPE_CHECKING:
    from app.erased import Words


def shown(words: Words) -> str:
    """The text; or that it was erased; or that this database never held it."""
    if words.gone is not None:
        ground = voice.text(f"ground.{words.gone.ground}")
        return voice.text("text.gone", day=words.gone.day, by=words.gone.by, ground=ground)
    return voice.text("text.absent") if words.text is None else words.text
