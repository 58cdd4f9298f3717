"""What a row demands as proof (佐证材料), so that it can be said what is still missing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Demand:
    """A kind of proof: at least so many pieces of it. While a `required` one is missing nothing can be filed."""

    kind: str
    name: str
    at_least: int = 1
    required: bool = False
