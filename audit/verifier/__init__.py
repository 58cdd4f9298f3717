"""A second, separate reader of the ledger: finds what was altered, removed, added, moved or cut.

Standard library only; it shares no code with the writer, so that one mistake cannot hide in both. The layout of
records, heads and evidence is written down here once more, from the description and not from the writer.
"""

from __future__ import annotations

from audit.verifier.errors import VerifierError
from audit.verifier.report import BookReport, Damage, Report
from audit.verifier.verify_books import read_books, verify

__all__ = ["BookReport", "Damage", "Report", "VerifierError", "read_books", "verify"]
