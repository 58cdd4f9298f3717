"""Orders about a rubric that was corrected in mid-year (年中换用评分标准): proposed, then decided by another person."""

from __future__ import annotations

from typing import Literal

from models.corrections import Commitment
from models.values import Frozen
from models.words import Words


class ProposeSwitch(Frozen):
    """Propose that every running year under one adopted rubric goes on under another; both are named by their hash.

    With `dates` the phases still to come take the new rubric's dates too. The document's number and title name no
    person; the reason is a stored text.
    """

    kind: Literal["switch.propose"] = "switch.propose"
    from_hash: Commitment
    to_hash: Commitment
    dates: bool = False
    document: Words
    reason: Commitment


class ApproveSwitch(Frozen):
    """Approve a proposed switch, by its record and that record's hash."""

    kind: Literal["switch.approve"] = "switch.approve"
    proposal: int
    hash: Commitment


class DeclineSwitch(Frozen):
    """Decline a proposed switch; the opinion is a stored text."""

    kind: Literal["switch.decline"] = "switch.decline"
    proposal: int
    hash: Commitment
    opinion: Commitment


SwitchOrder = ProposeSwitch | ApproveSwitch | DeclineSwitch
