"""A sentence of the catalogue, found again in what a command said."""

from __future__ import annotations

import re

from app.messages import catalogue

_BLANK = re.compile(r"\\\{\w+\\\}")


def says(text: str, code: str, language: str = "en") -> bool:
    """Whether the text holds the code's sentence with all its blanks filled."""
    pattern = _BLANK.sub("(?:(?!\\\\{\\\\w+\\\\}).)*?", re.escape(catalogue(language)[code]))
    return re.search(pattern, text, re.DOTALL) is not None
