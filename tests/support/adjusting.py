"""Shijing's targets adjusted in mid-year, and approved with a score of how good they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.commands import Answer
from models.targets import Adjustment, Approval, Quality
from rules.core.writing import to_data
from tests.support.shijing import local, shijing_facts

if TYPE_CHECKING:
    from models.receipts import Receipt
    from tests.support.shijing import Shijing

Entry = dict[str, Any]
ADJUSTMENT = "adjustment"
EXHIBITIONS = "exhibitions"
PAPER = "石办〔2021〕15号 关于调整绩效目标的请示"


def target(name: str = EXHIBITIONS, **changes: str) -> Entry:
    """A filed target with some of its parts changed."""
    found = to_data(next(one for one in shijing_facts().indicators if one.id == name))
    assert isinstance(found, dict)
    return {**found, **changes}


def adjustment(*targets: Entry) -> Adjustment:
    """What the department asks for."""
    return Adjustment.model_validate({"lists": {"indicators": [*targets]}, "document": PAPER, "reason": "0" * 64})


def ask(year: Shijing, *targets: Entry, day: str = "2021-08-20", who: str = "filler") -> Receipt:
    """Ask for other targets."""
    return year.act(ADJUSTMENT, "adjustment.file", adjustment(*targets), who, local(day))


def answer(year: Shijing, verb: str, day: str = "2021-08-24", who: str = "reviewer") -> Receipt:
    """Approve what was asked for, or refuse it."""
    return year.act(ADJUSTMENT, f"adjustment.{verb}", Answer(opinion="1" * 64), who, local(day))


def approval(score: str) -> Approval:
    """An approval of targets that are as good as this."""
    return Approval(quality=Quality(score=score, reason="2" * 64))
