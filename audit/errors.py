"""Errors of the audit room; `code` is the catalogue's key."""

from __future__ import annotations


class AuditError(Exception):
    """The ledger refuses, or does not hold what it should."""

    code = "audit"

    def __init__(self, code: str | None = None, /, **params: str) -> None:
        if code is not None:
            self.code = code
        self.params = params
        super().__init__(self.code, params)


class IdempotencyConflictError(AuditError):
    """The same request key came with another content: nothing was written; a changed request needs a new key."""

    code = "ledger.idempotency-conflict"


class StaleEpochError(AuditError):
    """The writer belongs to an older epoch of the book: the year was resumed elsewhere, and this writer is late."""

    code = "ledger.stale-epoch"


class UnknownBookError(AuditError):
    """No book of this id has been opened."""

    code = "ledger.unknown-book"
