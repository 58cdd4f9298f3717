"""What the book counted from two days that were filed: the answer beside the content of the act that brought them."""

from __future__ import annotations

from typing import Literal

from models.values import Frozen


class CountedFact(Frozen):
    """The fact that is scored in the place of the filed days; `place` says both, the due day, and the days late."""

    input: str
    value: Literal["yes", "no"]
    origin: Literal["counted"] = "counted"
    place: str
    note: str | None = None
