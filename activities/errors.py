"""Errors of the activities room."""

from __future__ import annotations


class RefusedError(Exception):
    """A command is refused and nothing was written; `code` is the catalogue's key, `params` fill its blanks."""

    def __init__(self, code: str, /, **params: str) -> None:
        self.code = code
        self.params = params
        super().__init__(code, params)
