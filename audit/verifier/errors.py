"""Errors of the verifier: there is nothing that it could verify. Damage is not an error but a finding."""

from __future__ import annotations


class VerifierError(Exception):
    """The data folder cannot be read as a ledger; `code` is stable, `params` fills the message's blanks."""

    code = "verify"

    def __init__(self, code: str | None = None, /, **params: str) -> None:
        if code is not None:
            self.code = code
        self.params = params
        super().__init__(self.code, params)

    def __str__(self) -> str:
        """For logs and developers; users get the catalogue's sentence."""
        return f"{self.code}: " + ", ".join(f"{key}={value}" for key, value in self.params.items())
