"""Errors of the activities room."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rules.located import Located


class RefusedError(Exception):
    """A command is refused and nothing was written; `code` is the catalogue's key, `params` fill its blanks.

    `problems` lists every single fault with its place, where there are several.
    """

    def __init__(self, code: str, /, *problems: Located, **params: str) -> None:
        self.code = code
        self.problems = problems
        self.params = params
        super().__init__(code, params)
