"""What the records of an erasure (抹除) say: a commitment or an actor id, a legal ground by its code, no words."""

from __future__ import annotations

from typing import Literal

from models.values import Frozen

What = Literal["text", "person"]
Ground = Literal["purpose-achieved", "period-expired", "consent-withdrawn", "unlawful", "other-law"]


class ErasureRequested(Frozen):
    """Somebody asks that a text (by its commitment) or a person's name and login (by the actor id) be erased."""

    what: What
    target: str
    ground: Ground


class Erased(Frozen):
    """What the record `request` asked for was done; the record's actor approved it and is another person."""

    request: int
    what: What
    target: str
    ground: Ground
    requested_by: str


ERASED_KINDS: dict[What, str] = {"text": "text.erased", "person": "person.erased"}
