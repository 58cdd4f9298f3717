"""What follows from a filing, an order or a review: a reading with its warnings, a score, and what is final."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from tests.domain.answers import FinalScore
from tests.domain.counting import answer_due, due_anew
from tests.domain.days import day_of
from tests.domain.hands import standing
from tests.domain.model import Warned
from tests.domain.scoring import Seen, grade, scored, text

if TYPE_CHECKING:
    from datetime import datetime

    from tests.domain.effects import Doing
    from tests.domain.model import Year


def review(year: Year, scores: dict[str, Fraction]) -> None:
    """A final score: what the rules gave, with the reviewer's own scores in their places."""
    assert year.made is not None
    year.verdict = scores
    stand(year, FinalScore(year.made.points, scores))


def stand(year: Year, final: FinalScore) -> None:
    """Another final score stands; the earlier one stays beside it."""
    year.final = final
    points = {**final.points, **final.scores}
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
    replaced = [
        matter
        for matter, warning in year.warnings.items()
        if warning.state in ("raised", "answered") and not warning.suspended
    ]
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
    in_time = {phase: standing(year, phase)[0].late == 0 for phase in ("targets", "monitoring", "self-evaluation")}
    asked = [year.first(matter, "warning.answer") for matter in year.warnings]
    missed = [task for task in asked if day_of(task.ended or moment) > task.due]
    return Seen(
        targets_in_time=in_time["targets"],
        targets_kept=not year.targets_returned,
        monitored_in_time=in_time["monitoring"],
        warnings_in_time=not missed if year.read else None,
        evaluated_in_time=in_time["self-evaluation"],
    )
