"""Errors of the deadlines room: one root, each with a stable code and the parameters that its message names."""

from __future__ import annotations


class DeadlinesError(Exception):
    """A day, a rule or an act cannot be used as asked.

    `code` is stable and is the key of the message in the catalogue; `params` fills the message's blanks.
    """

    code = "deadlines"

    def __init__(self, code: str | None = None, /, **params: str) -> None:
        if code is not None:
            self.code = code
        self.params = params
        super().__init__(self.code, params)

    def __str__(self) -> str:
        """For logs and developers; users get the catalogue's sentence."""
        return f"{self.code}: " + ", ".join(f"{key}={value}" for key, value in self.params.items())


class CalendarError(DeadlinesError):
    """A working-day calendar contradicts itself or is not written as it must be."""

    code = "calendar.malformed"


class ActError(DeadlinesError):
    """An act is not open in this phase or state."""

    code = "act.refused"
