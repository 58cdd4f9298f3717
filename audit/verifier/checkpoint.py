"""Checkpoints (签名链头): what somebody vouched for outside the database, in the form of C2SP's tlog-checkpoint."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from audit.verifier.moments import is_moment
from audit.verifier.note import NoteFaultError, decoded

_TEXT: Final = re.compile(
    r"jixiao\.checkpoint/1/(?P<book>[^\n]+)\n(?P<size>0|[1-9][0-9]{0,17})\n(?P<root>[A-Za-z0-9+/=]{44})\n"
    r"chain (?P<chain>[0-9a-f]{64})\nrecorded-at (?P<time>[^\n]+)\n"
)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A book had `size` records, their tree had this root, and the last one's hash was `chain` (both in hex)."""

    book: str
    size: int
    root: str
    chain: str


def read_checkpoint(text: str) -> Checkpoint:
    """Read the text under the signatures. Raises NoteFaultError."""
    match = _TEXT.fullmatch(text)
    if match is None:
        raise NoteFaultError("form")
    if not is_moment(match["time"]):
        raise NoteFaultError("time")
    return Checkpoint(match["book"], int(match["size"]), decoded(match["root"]).hex(), match["chain"])
