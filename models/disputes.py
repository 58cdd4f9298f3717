"""A dispute (异议) of rows of a final score, and the bureau's answer to it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from models.corrections import Commitment
from models.values import Frozen


class DisputedRow(Frozen):
    """A row whose final score the department disputes (异议), with its reason as a stored text."""

    row: str
    reason: Commitment


class Dispute(Frozen):
    """Rows that a department disputes, and the evidence on record that it rests on, by its SHA-256."""

    kind: Literal["dispute"] = "dispute"
    rows: tuple[DisputedRow, ...] = Field(min_length=1)
    evidence: tuple[Commitment, ...] = ()


class SettledRow(Frozen):
    """The bureau's answer about a disputed row: another score, or None where the score is upheld; and the reason."""

    row: str
    score: str | None = None
    reason: Commitment


class DisputeAnswer(Frozen):
    """The bureau's answer to a dispute, about each of its rows."""

    kind: Literal["dispute-answer"] = "dispute-answer"
    rows: tuple[SettledRow, ...] = Field(min_length=1)
