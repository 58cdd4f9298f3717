"""Errors of the composition root: what stands in the way of running at all."""

from __future__ import annotations


class AppError(Exception):
    """The program cannot do what was asked; `code` is the catalogue's key, `params` fill its blanks."""

    def __init__(self, code: str, /, **params: str) -> None:
        self.code = code
        self.params = params
        super().__init__(code, params)


class OutageError(AppError):
    """Disk, database or workflow engine cannot do its part: nothing was done; mended, the same command does it."""


class RequestRefusedError(AppError):
    """The request was refused and nothing was written.

    `problems` lists single faults as code and params, with the place of each under "at".
    """

    def __init__(self, code: str, params: dict[str, str], problems: list[tuple[str, dict[str, str]]]) -> None:
        self.problems = problems
        super().__init__(code, **params)
