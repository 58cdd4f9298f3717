"""What one record will say, in the bytes that will be read: checked while it is made, before the ledger is asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from audit.canonical import canonical_bytes
from models.values import Frozen, instant_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What one record will say; sequence, previous hash and own hash are the ledger's to give.

    `moment` is when it happened as the ledger writes it, `raw` are the payload's canonical bytes, `digest` is their
    SHA-256. Making an entry raises AuditError for what no payload may hold, so that nothing of it is looked at again
    while the head is locked.
    """

    kind: str
    key: str
    actor: str
    role: str
    happened_at: datetime
    payload: Frozen
    received_at: str | None = None
    department: str | None = None
    row: str | None = None
    evidence: str | None = None
    moment: str = field(init=False, repr=False, compare=False)
    raw: bytes = field(init=False, repr=False, compare=False)
    digest: bytes = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Raises AuditError as `canonical_bytes` does."""
        raw = canonical_bytes(self.payload)
        object.__setattr__(self, "moment", instant_text(self.happened_at))
        object.__setattr__(self, "raw", raw)
        object.__setattr__(self, "digest", sha256(raw).digest())
