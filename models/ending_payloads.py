"""What ends: a signing key that gives way to another, a year, a book."""

from __future__ import annotations

from models.values import Frozen


class KeyRotated(Frozen):
    """A bureau's signing key gave way to another; both as the lines `name+id+key` that verifiers take."""

    bureau: str
    old: str
    new: str


class YearConcluded(Frozen):
    """A department's year has ended."""


class BookConcluded(Frozen):
    """Every department's year has ended."""

    departments: int
