"""What each act does to the model: one small function for each kind of act."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from typing import Any, Final

from tests.domain.answers import ask_for_an_answer
from tests.domain.counting import answer_due, due_anew, first_due
from tests.domain.days import day_of
from tests.domain.following import read, review, review_anew, score
from tests.domain.hands import Filing, role_of
from tests.domain.model import Found, Year
from tests.domain.scoring import Reading


@dataclass(frozen=True)
class Verdict:
    """A review: the leaves that it scores, and its findings with their rows."""

    scores: Mapping[str, Fraction] = field(default_factory=dict)
    findings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Doing:
    """An act as the model sees it; `picture` is what it brings, `broken` says that the engine is out of order."""

    act: str
    matter: str
    actor: str
    picture: Any
    received: datetime
    happened: datetime
    broken: bool = False


Effect = Callable[[Year, Doing, int], None]
EFFECTS: Final[dict[str, Effect]] = {}


def effect(*acts: str) -> Callable[[Effect], Effect]:
    """Register what these acts do."""

    def register(function: Effect) -> Effect:
        EFFECTS.update(dict.fromkeys(acts, function))
        return function

    return register


def do(year: Year, doing: Doing) -> None:
    """Do an act that is not refused."""
    task = year.task(doing.matter)
    late = 0 if task is None or doing.act.startswith("evidence.") else max(0, (day_of(doing.received) - task.due).days)
    year.records += 1
    if role_of(doing.act, doing.matter, two_hands=year.two_hands) != "reviewer":
        year.hands.add(doing.actor)
    EFFECTS[doing.act](year, doing, late)


def end(year: Year, doing: Doing, late: int, state: str) -> None:
    """What a matter awaited was done; it stands in another state."""
    year.close(doing.matter, late, doing.received)
    year.matters[doing.matter] = state


@effect("targets.file", "monitoring.file")
def file(year: Year, doing: Doing, late: int) -> None:
    end(year, doing, late, "filed")
    year.filings.append(Filing(doing.matter, late, doing.picture))
    verb = "approve" if doing.matter == "targets" else "accept"
    year.ask(doing.matter, f"{doing.matter}.{verb}", answer_due(doing.matter, doing.received), day_of(doing.received))
    if isinstance(doing.picture, Reading):
        year.reading = doing.picture
        read(year, doing)
    else:
        year.lamps_wanted = doing.picture
        doubt(year, doing.picture)
        year.lamps_set = doing.picture


@effect("targets.return", "monitoring.return")
def send_back(year: Year, doing: Doing, late: int) -> None:
    end(year, doing, late, "open")
    due = first_due(doing.matter) + answer_due(doing.matter, doing.received)
    year.ask_first(doing.matter, due, day_of(doing.received))
    year.targets_returned |= doing.matter == "targets"


def doubt(year: Year, lamps: int) -> None:
    """Targets that other departments of the book have set just so."""
    copied = [one for one in year.beside.values() if one is not year and one.lamps_set == lamps]
    if copied:
        year.records += 1
        year.doubts.append(["copied"] * len(copied))


@effect("targets.approve")
def approve(year: Year, doing: Doing, late: int) -> None:
    end(year, doing, late, "done")
    year.matters["adjustment"] = "done"


@effect("monitoring.accept")
def accept(year: Year, doing: Doing, late: int) -> None:
    end(year, doing, late, "done")


@effect("adjustment.file")
def ask_for_other_targets(year: Year, doing: Doing, late: int) -> None:
    end(year, doing, late, "filed")
    year.lamps_asked = doing.picture
    year.adjustments.append("filed")
    year.ask(doing.matter, "adjustment.approve", answer_due("targets", doing.received), day_of(doing.received))


@effect("adjustment.approve")
def adjust(year: Year, doing: Doing, late: int) -> None:
    end(year, doing, late, "done")
    year.lamps_wanted, year.adjustments[-1] = year.lamps_asked, "approved"


@effect("adjustment.refuse")
def keep_the_targets(year: Year, doing: Doing, late: int) -> None:
    end(year, doing, late, "done")
    year.adjustments[-1] = "refused"


@effect("evidence.add", "evidence.amend")
def prove(year: Year, _doing: Doing, _late: int) -> None:
    year.evidence += 1


@effect("self-evaluation.file")
def evaluate_itself(year: Year, doing: Doing, late: int) -> None:
    end(year, doing, late, "done")
    year.filings.append(Filing(doing.matter, late, doing.picture))
    if "review" in year.matters:
        review_anew(year, doing)
    year.sheet = doing.picture
    score(year, doing)


@effect("self-evaluation.amend")
def amend(year: Year, doing: Doing, _late: int) -> None:
    assert year.sheet is not None
    year.matters[doing.matter] = "done"
    year.sheet = dataclasses.replace(year.sheet, **doing.picture)
    year.filings.append(Filing(doing.matter, 0, year.sheet, whole=False))
    score(year, doing)


@effect("self-evaluation.return")
def return_evaluation(year: Year, doing: Doing, late: int) -> None:
    end(year, doing, late, "open")
    year.matters["self-evaluation"] = "open"
    due = due_anew("self-evaluation", doing.received)
    year.ask_first("self-evaluation", due, day_of(doing.received))


@effect("review.conclude")
def conclude(year: Year, doing: Doing, late: int) -> None:
    verdict: Verdict = doing.picture
    end(year, doing, late, "done")
    review(year, dict(verdict.scores))
    year.settled = False
    ask_for_an_answer(year, doing.received)
    year.findings.update({finding: Found(row) for finding, row in verdict.findings.items()})
    if "rectification" in year.matters and verdict.findings:
        year.matters["rectification"] = "open"
        for finding in verdict.findings:
            year.begin_finding(finding, due_anew("rectification", doing.received), day_of(doing.received))


@effect("warning.acknowledge")
def take_note(year: Year, doing: Doing, _late: int) -> None:
    year.warnings[doing.matter].noted = True


@effect("warning.answer")
def answer_warning(year: Year, doing: Doing, late: int) -> None:
    _answer(year, doing, late, "monitoring")
    warning = year.warnings[doing.matter]
    if warning.choice is None:
        warning.late = late
    warning.state, warning.choice = "answered", doing.picture


@effect("finding.answer")
def answer_finding(year: Year, doing: Doing, late: int) -> None:
    _answer(year, doing, late, "rectification")
    finding = _finding(year, doing)
    if not finding.answered:
        finding.late, finding.answered = late, True
    finding.state = "answered"


def _answer(year: Year, doing: Doing, late: int, phase: str) -> None:
    end(year, doing, late, "filed")
    act = doing.act.replace("answer", "accept")
    year.ask(doing.matter, act, answer_due(phase, doing.received), day_of(doing.received))


@effect("warning.return", "finding.return")
def ask_again(year: Year, doing: Doing, late: int) -> None:
    end(year, doing, late, "open")
    warned = doing.act == "warning.return"
    phase, act = ("monitoring", "warning.answer") if warned else ("rectification", "finding.answer")
    year.ask(doing.matter, act, answer_due(phase, doing.received), day_of(doing.received))
    if warned:
        year.warnings[doing.matter].state = "raised"
    else:
        _finding(year, doing).state = "ordered"


@effect("warning.accept")
def accept_answer(year: Year, doing: Doing, late: int) -> None:
    end(year, doing, late, "done")
    warning = year.warnings[doing.matter]
    warning.state, warning.lifted = "closed", warning.suspended


@effect("finding.accept")
def close_finding(year: Year, doing: Doing, late: int) -> None:
    end(year, doing, late, "done")
    _finding(year, doing).state = "closed"
    if all(state == "done" for matter, state in year.matters.items() if matter.startswith("finding/")):
        year.matters["rectification"] = "done"


def _finding(year: Year, doing: Doing) -> Found:
    return year.findings[doing.matter.removeprefix("finding/")]
