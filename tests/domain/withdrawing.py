"""What happens to a filing before the bureau acts on it: prepared, sent back within the department, or taken back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.domain.codes import codes_of
from tests.domain.counting import counted_again
from tests.domain.days import day_of
from tests.domain.effects import doubt, effect, end
from tests.domain.hands import FILED, Draft, first_act, standing

if TYPE_CHECKING:
    from tests.domain.asked import Asked
    from tests.domain.effects import Doing
    from tests.domain.model import Year


def _task(year: Year, matter: str) -> Asked:
    task = year.task(matter)
    assert task is not None
    return task


@effect(*(f"{phase}.prepare" for phase in FILED))
def prepare(year: Year, doing: Doing, late: int) -> None:
    """The other person has the rest of the time that there was."""
    task = _task(year, doing.matter)
    end(year, doing, late, "prepared")
    year.hand_on(f"{doing.matter}.file", task, day_of(doing.received))
    year.drafts[doing.matter] = Draft(doing.actor, doing.picture)
    year.prepared.append(doing.matter)
    if doing.matter == "targets":
        doubt(year, doing.picture)


@effect(*(f"{phase}.send-back" for phase in FILED))
def send_back(year: Year, doing: Doing, late: int) -> None:
    """It is to be prepared again, by the same day."""
    task = _task(year, doing.matter)
    end(year, doing, late, "open")
    year.hand_on(first_act(doing.matter, two_hands=year.two_hands), task, day_of(doing.received))


@effect(*(f"{phase}.withdraw" for phase in FILED))
def withdraw(year: Year, doing: Doing, late: int) -> None:
    """What was filed last counts for nothing, with all that was amended in it; what stood before it stands again."""
    phase = doing.matter
    filed = _last_filing(year, phase)
    end(year, doing, late, "open")
    today = day_of(doing.received)
    if filed.provisional:
        day, provisional = counted_again(filed.counts, year.calendar, filed.due, today)
        filed = replace(filed, due=day, provisional=provisional)
    year.hand_on(first_act(phase, two_hands=year.two_hands), filed, today)
    year.close("review", 0, doing.received)
    filings = standing(year, phase)
    whole = max(number for number, filing in enumerate(filings) if filing.whole)
    for filing in filings[whole:]:
        filing.withdrawn = True
    left = filings[whole - 1].brings if whole else None
    if phase == "targets":
        year.lamps_set = None
    elif phase == "monitoring":
        year.reading = left
    else:
        year.sheet = left


def of_the_withdrawal(year: Year, doing: Doing) -> frozenset[str]:
    """Nothing is taken back after its day, nor once a review of it was concluded."""
    if not doing.act.endswith(".withdraw"):
        return frozenset()
    if day_of(doing.received) > _last_filing(year, doing.matter).due:
        return codes_of("withdrawal.too-late")
    return codes_of("withdrawal.review-begun" if doing.matter == "self-evaluation" and year.reviews else None)


def _last_filing(year: Year, phase: str) -> Asked:
    """The task that the newest filing ended."""
    return next(task for task in reversed(year.tasks) if (task.matter, task.act) == (phase, f"{phase}.file"))
