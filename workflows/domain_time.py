"""Domain time: the workflow's clock plus the shift that the book's opening record fixes."""

from __future__ import annotations

from datetime import datetime, timedelta

from temporalio import workflow

from models.values import instant_text


def domain_now(shift_seconds: int) -> datetime:
    """The domain instant; equal on every replay because the workflow's clock is."""
    return workflow.now() + timedelta(seconds=shift_seconds)


def domain_now_text(shift_seconds: int) -> str:
    """The same as the ledger's text."""
    return instant_text(domain_now(shift_seconds))
