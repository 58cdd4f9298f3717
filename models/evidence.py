"""Evidence (佐证材料) as it is handed in: a new piece, and a new version of one; nothing is overwritten."""

from __future__ import annotations

from typing import Literal

from models.corrections import Commitment, Name
from models.values import Frozen


class Piece(Frozen):
    """A stored file that a row rests on: its digest, its size in bytes, and its name as a stored text."""

    row: str
    sha256: Commitment
    size: int
    media_type: str
    name: Commitment


class Added(Piece):
    """A piece that the row did not have before."""


class NewEvidence(Added):
    """A piece that says no more than which row rests on it."""

    kind: Literal["evidence"] = "evidence"


class DemandedEvidence(Added):
    """A piece that is what the row demands: `demand` names it as the rubric does."""

    kind: Literal["demanded-evidence"] = "demanded-evidence"
    demand: Name


class EvidenceVersion(Piece):
    """A new version in the place of the one that stands in the record `supersedes`; the reason is a stored text."""

    kind: Literal["evidence-version"] = "evidence-version"
    supersedes: int
    reason: Commitment
