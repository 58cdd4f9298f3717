"""A final score is confirmed, or disputed row by row and settled: effects, and what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.domain.answers import MATTER, Acknowledged, Disputed, FinalScore, open_disputes
from tests.domain.codes import codes_of
from tests.domain.counting import Count
from tests.domain.days import day_of
from tests.domain.effects import effect, end
from tests.domain.following import stand

if TYPE_CHECKING:
    from tests.domain.effects import Doing
    from tests.domain.model import Year


@effect("acknowledgement.confirm")
def confirm(year: Year, doing: Doing, late: int) -> None:
    """The score stands."""
    end(year, doing, late, "done")
    year.acknowledged[-1] = Acknowledged("confirmed", doing.actor)


@effect("acknowledgement.dispute")
def dispute(year: Year, doing: Doing, late: int) -> None:
    """The bureau has to answer about each row."""
    end(year, doing, late, "filed")
    days, today = year.scale.asks.settle, day_of(doing.received)
    assert days is not None
    year.ask(MATTER, "acknowledgement.answer", (Count(today, days, working=True),), today)
    year.acknowledged[-1] = Acknowledged("disputed", doing.actor)
    year.disputes.extend(Disputed(name) for name in doing.picture)


@effect("acknowledgement.answer")
def settle(year: Year, doing: Doing, late: int) -> None:
    """Another score of a row makes another final score, which no correction reaches."""
    end(year, doing, late, "done")
    year.acknowledged[-1] = Acknowledged("settled", doing.actor)
    for disputed in open_disputes(year):
        disputed.score = doing.picture[disputed.name]
        disputed.state = "upheld" if disputed.score is None else "changed"
    changed = {name: score for name, score in doing.picture.items() if score is not None}
    if changed:
        assert year.final is not None
        points, scores = year.final.points, {**year.final.scores, **changed}
        others = {name: score for name, score in scores.items() if name not in changed or score != points[name]}
        stand(year, FinalScore(points, others))
        year.settled = True
        year.alerts.append(("score-changed", MATTER, doing.act, "", 0, "filler"))


def of_the_answer(year: Year, doing: Doing) -> frozenset[str]:
    """Nobody answers to a score that is looked at again."""
    reopened = doing.matter == MATTER and year.matters["review"] != "done"
    return codes_of("acknowledgement.review-open" if reopened else None)


def of_the_settlement(year: Year, doing: Doing) -> frozenset[str]:
    """A dispute is answered about all of its rows and no others, on a decided evaluation; a change is one."""
    if doing.act != "acknowledgement.answer":
        return frozenset()
    if set(doing.picture) != {disputed.name for disputed in open_disputes(year)}:
        return codes_of("dispute.other-rows")
    if year.undecided:
        return codes_of("dispute.undecided")
    assert year.final is not None
    stands = {**year.final.points, **year.final.scores}
    same = any(score is not None and stands[name] == score for name, score in doing.picture.items())
    return codes_of("dispute.unchanged" if same else None)
