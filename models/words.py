"""Texts in the clear that an order or an act has to bring in words: a document's number, a title, a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

if TYPE_CHECKING:
    from models.values import Frozen


class _Demanded:
    """Marks a field of a form; the form itself holds any text, so that what was sent before is still read."""


_DEMANDED: Final = _Demanded()

Words = Annotated[str, _DEMANDED]
"""A text that needs at least one sign to be seen; whoever carries out the form asks `wordless` for it."""


def wordless(form: Frozen) -> str | None:
    """Return the first field of a form that demands words and has none."""
    for name, field in type(form).model_fields.items():
        if _DEMANDED in field.metadata and not has_words(getattr(form, name)):
            return name
    return None


def has_words(text: str) -> bool:
    """Whether there is any sign to be seen: blanks of every width, line ends and hidden marks are none."""
    return any(sign.isprintable() and not sign.isspace() for sign in text)
