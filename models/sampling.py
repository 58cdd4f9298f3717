"""Draws of a review's sample (抽查): what the bureau orders, and the record by which anybody can draw again."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from models.corrections import Name
from models.values import Frozen
from models.words import Words

Share = Annotated[str, Field(pattern=r"^(100|[1-9][0-9]?(\.[0-9]{1,2})?)%$")]


class Draw(Frozen):
    """Draw the departments whose reviews go row by row, on the strength of a document that names no person.

    They are drawn from `among`, or from all where it is empty; with a `share` ("15%") that part of them by the
    `seed`, without one all of them. What was drawn earlier stays drawn.
    """

    kind: Literal["draw"] = "draw"
    among: tuple[Name, ...] = ()
    share: Share | None = None
    seed: str | None = Field(default=None, min_length=1, max_length=200)
    document: Words


class SampleDrawn(Frozen):
    """A draw: the list it was drawn from, in the order of ids, and who was drawn, in the order of the draw."""

    among: tuple[str, ...]
    share: str | None
    seed: str | None
    document: str
    drawn_from: tuple[str, ...]
    drawn: tuple[str, ...]
