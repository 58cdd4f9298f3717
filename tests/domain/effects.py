"""What each act does to the model: one small function for each kind of act."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from typing import Any, Final

from tests.domain.counting import answer_due, due_anew, first_due
from tests.domain.days import day_of
from tests.domain.model import Found, Warned, Year, role_of
from tests.domain.scoring import Reading, Seen, grade, scored, text


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
    if role_of(doing.act, doing.matter) != "reviewer":
        year.hands.add(doing.actor)
    EFFECTS[doing.act](year, doing, late)


def _end(year: Year, doing: Doing, late: int, state: str) -> None:
    year.close(doing.matter, late, doing.received)
    year.matters[doing.matter] = state


@effect("targets.file", "monitoring.file")
def file(year: Year, doing: Doing, late: int) -> None:
    _end(year, doing, late, "filed")
    year.filings.append((doing.matter, late))
    verb = "approve" if doing.matter == "targets" else "accept"
    year.ask(doing.matter, f"{doing.matter}.{verb}", answer_due(doing.matter, doing.received), day_of(doing.received))
    if isinstance(doing.picture, Reading):
        year.reading = doing.picture
        read(year, doing)
    else:
        year.lamps_wanted = doing.picture
        doubt(year, doing.picture)


@effect("targets.return", "monitoring.return")
def send_back(year: Year, doing: Doing, late: int) -> None:
    _end(year, doing, late, "open")
    due = first_due(doing.matter) + answer_due(doing.matter, doing.received)
    year.ask(doing.matter, f"{doing.matter}.file", due, day_of(doing.received))


def doubt(year: Year, lamps: int) -> None:
    """Targets that other departments of the book have set just so."""
    year.lamps_set = lamps
    copied = [one for one in year.beside.values() if one is not year and one.lamps_set == lamps]
    if copied:
        year.records += 1
        year.doubts.append(["copied"] * len(copied))


@effect("targets.approve")
def approve(year: Year, doing: Doing, late: int) -> None:
    _end(year, doing, late, "done")
    year.matters["adjustment"] = "done"


@effect("monitoring.accept")
def accept(year: Year, doing: Doing, late: int) -> None:
    _end(year, doing, late, "done")


@effect("adjustment.file")
def ask_for_other_targets(year: Year, doing: Doing, late: int) -> None:
    _end(year, doing, late, "filed")
    year.lamps_asked = doing.picture
    year.adjustments.append("filed")
    year.ask(doing.matter, "adjustment.approve", answer_due("targets", doing.received), day_of(doing.received))


@effect("adjustment.approve")
def adjust(year: Year, doing: Doing, late: int) -> None:
    _end(year, doing, late, "done")
    year.lamps_wanted, year.adjustments[-1] = year.lamps_asked, "approved"


@effect("adjustment.refuse")
def keep_the_targets(year: Year, doing: Doing, late: int) -> None:
    _end(year, doing, late, "done")
    year.adjustments[-1] = "refused"


@effect("evidence.add", "evidence.amend")
def prove(year: Year, _doing: Doing, _late: int) -> None:
    year.evidence += 1


@effect("self-evaluation.file")
def evaluate_itself(year: Year, doing: Doing, late: int) -> None:
    _end(year, doing, late, "done")
    year.filings.append((doing.matter, late))
    if "review" in year.matters:
        review_anew(year, doing)
    year.sheet = doing.picture
    score(year, doing)


@effect("self-evaluation.amend")
def amend(year: Year, doing: Doing, _late: int) -> None:
    assert year.sheet is not None
    year.filings.append((doing.matter, 0))
    year.matters[doing.matter] = "done"
    year.sheet = dataclasses.replace(year.sheet, **doing.picture)
    score(year, doing)


@effect("self-evaluation.return")
def return_evaluation(year: Year, doing: Doing, late: int) -> None:
    _end(year, doing, late, "open")
    year.matters["self-evaluation"] = "open"
    due = due_anew("self-evaluation", doing.received)
    year.ask("self-evaluation", "self-evaluation.file", due, day_of(doing.received))


@effect("review.conclude")
def conclude(year: Year, doing: Doing, late: int) -> None:
    verdict: Verdict = doing.picture
    _end(year, doing, late, "done")
    review(year, dict(verdict.scores))
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
    _end(year, doing, late, "filed")
    act = doing.act.replace("answer", "accept")
    year.ask(doing.matter, act, answer_due(phase, doing.received), day_of(doing.received))


@effect("warning.return", "finding.return")
def ask_again(year: Year, doing: Doing, late: int) -> None:
    _end(year, doing, late, "open")
    warned = doing.act == "warning.return"
    phase, act = ("monitoring", "warning.answer") if warned else ("rectification", "finding.answer")
    year.ask(doing.matter, act, answer_due(phase, doing.received), day_of(doing.received))
    if warned:
        year.warnings[doing.matter].state = "raised"
    else:
        _finding(year, doing).state = "ordered"


@effect("warning.accept")
def accept_answer(year: Year, doing: Doing, late: int) -> None:
    _end(year, doing, late, "done")
    year.warnings[doing.matter].state = "closed"


@effect("finding.accept")
def close_finding(year: Year, doing: Doing, late: int) -> None:
    _end(year, doing, late, "done")
    _finding(year, doing).state = "closed"
    if all(state == "done" for matter, state in year.matters.items() if matter.startswith("finding/")):
        year.matters["rectification"] = "done"


def _finding(year: Year, doing: Doing) -> Found:
    return year.findings[doing.matter.removeprefix("finding/")]


# -- what follows from a filing or an order ---------------------------------------------------------------------


def review(year: Year, scores: dict[str, Fraction]) -> None:
    """A final score: what the rules gave, with the reviewer's own scores in their places."""
    assert year.made is not None
    year.verdict = scores
    points = {**year.made.points, **scores}
    total = sum((each for each in points.values() if each is not None), Fraction(0))
    year.reviews.append((text(total), grade(total, year.scale.grades)))


def read(year: Year, doing: Doing) -> None:
    """A mid-year reading; its warnings replace those that are still open."""
    assert year.reading is not None
    year.records += 1
    year.read = not doing.broken
    year.rows.append({})
    year.scores.append(("monitoring", "undecided" if doing.broken else "made", None, None, None))
    if not doing.broken:
        _warn(year, doing, year.reading.colours(year.lamps_wanted))


def _warn(year: Year, doing: Doing, colours: list[tuple[str, str, str]]) -> None:
    replaced = [matter for matter, warning in year.warnings.items() if warning.state in ("raised", "answered")]
    year.records += bool(colours or replaced)
    for matter in replaced:
        year.close(matter, 0, doing.happened)
        year.matters[matter] = "done"
        year.warnings[matter].state = "superseded"
    number = year.scores.count(("monitoring", "made", None, None, None))
    for rule, about, colour in colours:
        matter = "/".join(filter(None, ("warning", str(number), rule, about)))
        year.matters[matter] = "open"
        year.warnings[matter] = Warned(rule, about, colour)
        year.ask(matter, "warning.answer", answer_due("monitoring", doing.received), day_of(doing.received))


def score(year: Year, doing: Doing) -> None:
    """Score what was filed; a score that comes out otherwise is told, and opens a concluded review again."""
    assert year.sheet is not None
    year.records += 1
    year.undecided, year.verdict = doing.broken, None
    if doing.broken:
        year.scores.append(("score", "undecided", None, None, None))
        year.rows.append({})
        return
    before, sight = year.made, seen(year, doing.happened)
    made = scored(year.sheet, sight, year.lamps_wanted, year.scale, year.last_total)
    year.made = made
    year.scores.append(("score", "made", made.total, made.covers, made.grade))
    year.rows.append({name: None if points is None else text(points) for name, points in made.points.items()})
    if before is not None and (before.points, before.read) != (made.points, made.read):
        year.records += 1
        year.changes.append((before.total, made.total))
        cause = "reevaluation.ordered" if doing.act == "reevaluate" else doing.act
        year.alerts += [("score-changed", "self-evaluation", cause, "", 0, role) for role in ("filler", "reviewer")]
        if year.matters.get("review") == "done":
            review_anew(year, doing)


def review_anew(year: Year, doing: Doing) -> None:
    """The review is open, and its time counts from now."""
    year.matters["review"] = "open"
    due = due_anew("review", doing.received)
    year.ask("review", "review.conclude", due, day_of(doing.received))


def seen(year: Year, moment: datetime) -> Seen:
    """What the book has seen at a moment."""
    first = dict(reversed(year.filings))
    asked = [year.first(matter, "warning.answer") for matter in year.warnings]
    missed = [task for task in asked if day_of(task.ended or moment) > task.due]
    filed = [task for task in year.tasks if task.act == "targets.file"]
    return Seen(
        targets_in_time=first["targets"] == 0,
        targets_kept=len(filed) == 1,
        monitored_in_time=first["monitoring"] == 0,
        warnings_in_time=not missed if year.read else None,
        evaluated_in_time=first["self-evaluation"] == 0,
    )
