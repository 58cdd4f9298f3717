"""Refuse an order or an act that names a document, a title or a name by nothing to be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from activities.errors import RefusedError
from models.words import wordless

if TYPE_CHECKING:
    from models.values import Frozen


def require_words(form: Frozen) -> None:
    """Raise RefusedError `text.no-words` for the first field that demands words and has none."""
    field = wordless(form)
    if field is not None:
        raise RefusedError("text.no-words", field=field)
