"""What a correction (更正) puts right, by the kind of record that it corrects; old and new content have one form."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from models.values import Frozen

Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
Commitment = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class RightScore(Frozen):
    """The review score of a row; None leaves the row as the rules scored it."""

    kind: Literal["score"] = "score"
    row: str
    score: str | None


class RightFinding(Frozen):
    """The row that a finding is about; None withdraws the finding."""

    kind: Literal["finding"] = "finding"
    finding: Name
    row: str | None


class RightDay(Frozen):
    """The day until which a document put a due day off."""

    kind: Literal["day"] = "day"
    due: str


class RightAppointment(Frozen):
    """The days from and to which an appointment holds; None for one without an end."""

    kind: Literal["appointment"] = "appointment"
    from_day: str
    to_day: str | None


Right = Annotated[RightScore | RightFinding | RightDay | RightAppointment, Field(discriminator="kind")]
