"""What the department and the clock say to a final score: asked for with a review, given, or taken from silence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from tests.domain.counting import Count
from tests.domain.days import at, day_of

if TYPE_CHECKING:
    from datetime import datetime

    from tests.domain.model import Year

MATTER: Final = "acknowledgement"
CONFIRM: Final = f"{MATTER}.confirm"


@dataclass
class Acknowledged:
    """What was said to the final score of one review, and by whom last."""

    state: str = "awaited"
    actor: str | None = None


@dataclass
class Disputed:
    """A leaf whose final score is disputed, and what became of that."""

    name: str
    state: str = "open"
    score: Fraction | None = None


@dataclass(frozen=True)
class FinalScore:
    """A final score: the points that the rules gave, and what stands in their places."""

    points: Mapping[str, Fraction | None]
    scores: Mapping[str, Fraction]


def ask_for_an_answer(year: Year, received: datetime) -> None:
    """A review was concluded: its score is to be answered; a dispute of an earlier one is overtaken."""
    days = year.scale.asks.confirm
    if days is None:
        return
    year.close(MATTER, 0, received)
    year.matters[MATTER] = "open"
    today = day_of(received)
    year.ask(MATTER, CONFIRM, (Count(today, days, working=True),), today)
    year.acknowledged.append(Acknowledged())
    for dispute in open_disputes(year):
        dispute.state = "overtaken"


def open_disputes(year: Year) -> list[Disputed]:
    """What is disputed and not answered."""
    return [dispute for dispute in year.disputes if dispute.state == "open"]


def hear_silence(year: Year, now: datetime) -> None:
    """Who has said nothing when the day is over has confirmed, unless the review is open again."""
    task = year.task(MATTER)
    if task is None or task.act != CONFIRM or year.matters["review"] != "done":
        return
    if now >= at(task.due + timedelta(days=1)):
        year.close(MATTER, 0, now)
        year.matters[MATTER] = "done"
        year.records += 1
        year.acknowledged[-1] = Acknowledged("silence")
