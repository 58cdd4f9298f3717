"""Names that there are, said after one that there is not: all of a few, the nearest of many and where all are found."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

from cli.speaking import listed, voice

if TYPE_CHECKING:
    from collections.abc import Iterable

BETWEEN: Final = re.compile(r"、|, ")
# Roles, phases and the like are told whole.
_MOST: Final = 12
_NEAREST: Final = 5
_LONGEST: Final = 400
_BOOKS: Final = "jixiao audit verify"
_DEPARTMENTS: Final = "jixiao audit replay --at YYYY-MM-DD"
_RUBRIC: Final = "jixiao rubric show --json"
# By the code of the refusal, the command that shows all of them.
SHOWN_BY: Final = {
    "book.unknown": _BOOKS,
    "verify.unknown-book": _BOOKS,
    "department.unknown": _DEPARTMENTS,
    "execution.department": _DEPARTMENTS,
    "execution.unknown-department": _DEPARTMENTS,
    "sample.unknown-department": _DEPARTMENTS,
    "facts.unknown-input": _RUBRIC,
    "facts.unknown-row": _RUBRIC,
    "lint.unknown-input": _RUBRIC,
    "collection.unknown": "jixiao collect list",
    "contact.unknown": "jixiao contact list",
}


def known_names(code: str, known: str, said: Iterable[str]) -> str:
    """A list of names as the reader's language writes it, cut to those most like what was said."""
    names = [short(name) for name in BETWEEN.split(known)]
    if len(names) <= _MOST:
        return listed(names)
    words = tuple(said)
    near = sorted(names, key=lambda name: -max((_likeness(word, name) for word in words), default=0))[:_NEAREST]
    count = str(len(names))
    if code in SHOWN_BY:
        return voice.text("list.some-shown", names=listed(near), count=count, command=SHOWN_BY[code])
    return voice.text("list.some", names=listed(near), count=count)


def short(word: str) -> str:
    """A word of any length, shortened so that the sentence around it can be read."""
    return word if len(word) <= _LONGEST else f"{word[:_LONGEST]}…"


def _likeness(word: str, name: str) -> float:
    return SequenceMatcher(None, short(word), name).ratio()
