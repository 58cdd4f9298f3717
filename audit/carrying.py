"""What this year's book copies of last year's: computed from last year's tables alone, so that replay does it again."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlmodel import Session, col, select

from audit.filings import content_of, filings_of
from audit.final_score import final_review, newest_review
from models.book import BookId
from models.carrying import CarriedFact, CarriedFinding, CarriedRow, CarriedScore, FactsCarried
from models.findings import Finding
from models.projections import Score

if TYPE_CHECKING:
    from models.projections import Review
    from rules.core.inputs import Input
    from rules.core.rubric import Rubric

_WITHDRAWN: Final = "withdrawn"
_CLOSED: Final = "closed"


def book_before(book: str) -> str:
    """The book of the same bureau and kind, one year earlier."""
    this = BookId.parse(book)
    return str(this.model_copy(update={"year": this.year - 1}))


@dataclass(frozen=True, slots=True)
class Earlier:
    """Last year's tables of a department after the record `until`; `hash_of` gives the hash of any of its records."""

    session: Session
    book: str
    department: str
    until: int
    hash_of: Callable[[int], str]


def copied(earlier: Earlier, rubric: Rubric) -> FactsCarried:
    """The copy, with whatever this year's rubric takes from last year."""
    score, findings = _score(earlier), _findings(earlier)
    wanted = {name: declared for name, declared in rubric.inputs.items() if declared.carried is not None}
    facts = {name: _fact(earlier, name, declared, score, findings) for name, declared in wanted.items()}
    return FactsCarried(
        source=earlier.book,
        until=earlier.until,
        hash=earlier.hash_of(earlier.until),
        score=score,
        facts=tuple(fact for fact in facts.values() if fact is not None),
        findings=findings,
        missing=tuple(name for name, fact in facts.items() if fact is None),
    )


def _fact(
    earlier: Earlier, name: str, declared: Input, score: CarriedScore | None, findings: tuple[CarriedFinding, ...]
) -> CarriedFact | None:
    """One input's value; None where last year's book does not hold it, or in another unit."""
    word, _, about = (declared.carried or "").partition("/")
    match word:
        case "final-score":
            found = None if score is None else (score.total, score.sequence)
        case "row":
            points = {} if score is None else {row.row: row.score for row in score.rows}
            value = points.get(about)
            found = None if score is None or value is None else (value, score.sequence)
        case "figure":
            found = _figure(earlier, about, declared.unit)
        case _:
            found = _count(earlier, findings, unmended=about == "unmended")
    if found is None:
        return None
    value, sequence = found
    return CarriedFact(input=name, value=value, unit=declared.unit, sequence=sequence, hash=earlier.hash_of(sequence))


def _score(earlier: Earlier) -> CarriedScore | None:
    review = final_review(earlier.session, earlier.book, earlier.department)
    if review is None:
        return None
    return CarriedScore(
        total=review.total,
        grade=review.grade,
        rows=_rows(earlier, review),
        sequence=review.sequence,
        hash=earlier.hash_of(review.sequence),
    )


def _rows(earlier: Earlier, review: Review) -> tuple[CarriedRow, ...]:
    """Every leaf with its final score: the reviewer's, or the rule's; none inside a group scored as a whole."""
    reviewed = {row["row"]: row["score"] for row in json.loads(review.document)["rows"]}
    evaluated = json.loads(earlier.session.get_one(Score, (earlier.book, review.evaluation_sequence)).document)["rows"]
    parents = {row["id"]: row["parent"] for row in evaluated}

    def within(name: str) -> bool:
        above = parents.get(name, "")
        return bool(above) and (above in reviewed or within(above))

    leaves = (row for row in evaluated if row["leaf"])
    return tuple(
        CarriedRow(row=row["id"], score=None if within(row["id"]) else reviewed.get(row["id"], row["score"]))
        for row in leaves
    )


def _findings(earlier: Earlier) -> tuple[CarriedFinding, ...]:
    query = select(Finding).where(
        col(Finding.book) == earlier.book,
        col(Finding.department) == earlier.department,
        col(Finding.state) != _WITHDRAWN,
    )
    return tuple(
        CarriedFinding(
            finding=one.finding,
            row=one.row,
            state=one.state,
            sequence=one.sequence,
            hash=earlier.hash_of(one.sequence),
        )
        for one in earlier.session.exec(query.order_by(col(Finding.finding)))
    )


def _count(earlier: Earlier, findings: tuple[CarriedFinding, ...], *, unmended: bool) -> tuple[str, int] | None:
    """How many findings, and the newest record about one; unknown while no review has said whether there are any."""
    review = newest_review(earlier.session, earlier.book, earlier.department)
    if review is None:
        return None
    counted = [one for one in findings if not unmended or one.state != _CLOSED]
    return str(len(counted)), max((review.sequence, *(one.sequence for one in findings)))


def _figure(earlier: Earlier, name: str, unit: str) -> tuple[str, int] | None:
    """What was filed last under this name in the self-evaluation, and by which record."""
    for filing in reversed(filings_of(earlier.session, earlier.book, earlier.department, "self-evaluation")):
        kind, lists = content_of(filing)
        for fact in lists.get("facts", []):
            if isinstance(fact, dict) and fact.get("input") == name:
                return (str(fact.get("value")), filing.sequence) if fact.get("unit", "") == unit else None
        if kind != "amendment":
            break
    return None
