"""Orders about one open task: who does it, how urgent it is, and that it is asked for."""

from __future__ import annotations

from typing import Literal, TypeAlias

from models.corrections import Commitment, Name
from models.values import Frozen


class OfTask(Frozen):
    """An order about the task that awaits an act; `round` counts how often the act was asked for."""

    department: Name
    matter: str
    act: str
    round: int


class Claim(OfTask):
    """Take a task on (签收): from now on only its holder does it."""

    kind: Literal["claim"] = "claim"


class Release(OfTask):
    """Give a task back: anybody of the role may do it again."""

    kind: Literal["release"] = "release"


class Reassign(OfTask):
    """Give a task to a person (转办). The reason is a stored text; the performance office has to give one."""

    kind: Literal["reassign"] = "reassign"
    to: str
    reason: Commitment | None = None


class Mark(OfTask):
    """Mark a task as urgent, or take the mark away."""

    kind: Literal["mark"] = "mark"
    urgent: bool


class Urge(OfTask):
    """Ask the role whose act is awaited to do it (催办)."""

    kind: Literal["urge"] = "urge"


TaskOrder: TypeAlias = Claim | Release | Reassign | Mark | Urge
