"""Errors of the models room."""

from __future__ import annotations


class ModelsError(Exception):
    """Something stored or about to be stored is not well-formed; `code` is the catalogue's key."""

    def __init__(self, code: str, /, **params: str) -> None:
        self.code = code
        self.params = params
        super().__init__(code, params)
