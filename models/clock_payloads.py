"""What the clock says: a deadline is near or over, or nobody has answered to a final score."""

from __future__ import annotations

from typing import Literal

from models.receipts import Turn
from models.values import Frozen


class ClockSaid(Frozen):
    """A reminder to the role whose act is awaited, or an overdue alert to the bureau or whoever the ladder names."""

    matter: str
    act: str
    kind: Literal["reminder", "overdue"]
    to_role: str
    due: str
    days: int


class AcknowledgementDeemed(Frozen):
    """A department's silence counts as confirming the final score of the record `review`, as its rubric says."""

    review: int
    due: str
    turns: tuple[Turn, ...]
