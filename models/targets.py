"""What is said of targets once they were filed: a quality score, an adjustment in mid-year, doubts at setting time."""

from __future__ import annotations

from typing import Literal

from pydantic import JsonValue

from models.corrections import Commitment
from models.values import Frozen
from models.words import Words


class Quality(Frozen):
    """The bureau's score of how good targets are, a decimal from 0 to 100; the reason is a stored text."""

    score: str
    reason: Commitment


class Approval(Frozen):
    """An approval of targets that scores their quality; the opinion is a stored text."""

    kind: Literal["approval"] = "approval"
    opinion: Commitment | None = None
    quality: Quality


class Adjustment(Frozen):
    """Approved targets that shall read otherwise: the list `indicators` has those alone, whole, under their old ids.

    `document` names the paper by number and title, which name no person; the reason is a stored text.
    """

    kind: Literal["adjustment"] = "adjustment"
    lists: dict[str, JsonValue]
    document: Words
    reason: Commitment


class TargetDoubt(Frozen):
    """One doubt about a target (None: about all of them), by its code, with the figures that it rests on."""

    code: str
    indicator: str | None
    params: dict[str, str]


class TargetsDoubted(Frozen):
    """What looks doubtful in the targets that the record `cause` filed or prepared; it blocks nothing.

    `far` is the share of last year's actual beyond which a target is far from it.
    """

    cause: int
    far: str
    doubts: tuple[TargetDoubt, ...]
