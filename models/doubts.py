"""What a department says to a doubt about its own figures, when it files them all the same."""

from __future__ import annotations

from pydantic import Field

from models.corrections import Commitment
from models.values import Frozen


class DoubtReason(Frozen):
    """Why a doubtful figure is right: the doubt's code and row, and the reason as a stored text."""

    code: str = Field(min_length=1)
    row: str = Field(min_length=1)
    reason: Commitment
