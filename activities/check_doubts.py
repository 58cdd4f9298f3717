"""Check what a filing says to the doubts about its own figures: no reason without a doubt, and the other way round."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from activities.errors import RefusedError
from rules.core.errors import FactsError, Problem
from rules.precheck.find_doubts import demands_reasons, find_doubts

if TYPE_CHECKING:
    from models.commands import Filed
    from rules.core.facts import Facts
    from rules.core.rubric import Rubric

SELF_EVALUATION: Final = "self-evaluation"


class UnansweredError(FactsError):
    """The rubric demands a written reason for every doubt, and some have none: `problems` lists them."""

    code = "precheck.reasons-demanded"


def check_doubts(rubric: Rubric, facts: Facts, content: Filed, phase: str) -> None:
    """Refuse a reason without a doubt, and doubts without a reason where the rubric demands one.

    The facts must have been admitted. Raises RefusedError `precheck.no-doubt`, and UnansweredError. Only a
    self-evaluation is doubted: in mid-year most figures are still on their way.
    """
    if not content.reasons and not demands_reasons(rubric):
        return
    doubts = find_doubts(rubric, facts) if phase == SELF_EVALUATION else ()
    known = {(doubt.code, doubt.row) for doubt in doubts}
    answered = {(reason.code, reason.row) for reason in content.reasons}
    for reason in content.reasons:
        if (reason.code, reason.row) not in known:
            listed = ", ".join(doubt.named for doubt in doubts) or "-"
            raise RefusedError("precheck.no-doubt", given=f"{reason.code}/{reason.row}", known=listed)
    problems = tuple(
        Problem("precheck.reason-wanted", ("reasons",), doubt=doubt.named, arithmetic=doubt.arithmetic)
        for doubt in doubts
        if (doubt.code, doubt.row) not in answered
    )
    if problems and demands_reasons(rubric):
        raise UnansweredError(problems)
