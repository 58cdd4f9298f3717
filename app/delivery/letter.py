"""A letter: one message as it leaves the house, in words for people and as data for programs."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Letter:
    """`message` is its idempotency key: the same for every attempt to send the same news."""

    message: str
    subject: str
    text: str
    document: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of an attempt, in a few words that give no address away."""

    accepted: bool
    words: str
