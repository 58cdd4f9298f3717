"""Small shared values: frozen models for everything that travels, and the one text form of an instant."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

INSTANT_LENGTH = 27


class Frozen(BaseModel):
    """Base of everything that travels through workflows: immutable, and no key passes unread.

    `LEFT_OUT` names fields that a record does not hold while they are empty, so that older records keep their bytes.
    """

    LEFT_OUT: ClassVar[frozenset[str]] = frozenset()

    model_config = ConfigDict(frozen=True, extra="forbid")


def instant_text(moment: datetime) -> str:
    """Write an instant as the ledger keeps it: UTC, six decimals, 27 characters, so that text order is time order."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


def instant(text: str) -> datetime:
    """Read what `instant_text` wrote."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
