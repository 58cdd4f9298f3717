"""Workflow ids: domain names, so that starting twice meets the same workflow."""

from __future__ import annotations


def cycle_id(book: str) -> str:
    """The id of a bureau's cycle."""
    return f"{book}/cycle"


def year_id(book: str, department: str) -> str:
    """The id of a department's year."""
    return f"{book}/department/{department}"
