"""What a rubric would change, over all departments of a book: looked at before anybody proposes to switch to it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from sqlmodel import Session, col, select

from app.adopted import rubric_in_use
from app.erasure.moment import moment_of
from app.errors import AppError
from audit.facts_of import Whose
from audit.left_over import left_over
from models.lookups import last_with
from models.projections import Book, Department, Matter, Score
from models.switching_payloads import SetAside
from models.values import instant_text
from rules.core.change import RowChange, changed_rows
from rules.core.errors import RulesError
from rules.core.reading import read_evaluation, read_rubric
from rules.core.writing import to_data
from rules.evaluator import Evaluator
from rules.revision import Revision, revision

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from activities.desk import Desk
    from audit.left_over import LeftOver
    from models.projections import AdoptedRubric
    from rules.core.evaluation import Evaluation
    from rules.core.facts import Facts
    from rules.rubric_file import RubricFile


class Total(NamedTuple):
    """A score's total, the points that it covers, and its grade, None while rows are undecided."""

    total: str
    of: str
    grade: str | None


@dataclass(frozen=True, slots=True)
class PreviewedDepartment:
    """A department as it would stand. Scores are None before it filed; `ended` years keep their rubric.

    `fault` is the code of what would keep its score from being made. `rows` came out otherwise.
    """

    department: str
    name: str
    ended: bool
    before: Total | None
    after: Total | None
    rows: tuple[RowChange, ...]
    aside: tuple[SetAside, ...]
    lacking: tuple[str, ...]
    fault: str | None = None

    def to_data(self) -> dict[str, object]:
        """JSON-able; scores are decimal text."""
        return {
            "department": self.department,
            "name": self.name,
            "ended": self.ended,
            "before": None if self.before is None else self.before._asdict(),
            "after": None if self.after is None else self.after._asdict(),
            "rows": to_data(self.rows),
            "aside": [one.model_dump() for one in self.aside],
            "lacking": list(self.lacking),
            "fault": self.fault,
        }


@dataclass(frozen=True, slots=True)
class Preview:
    """The two rubrics beside each other, and every department under the new one; `begun` phases keep their dates."""

    book: str
    from_hash: str
    to_hash: str
    revision: Revision
    begun: tuple[str, ...]
    departments: tuple[PreviewedDepartment, ...]

    def to_data(self) -> dict[str, object]:
        """JSON-able."""
        return {
            "book": self.book,
            "from": self.from_hash,
            "to": self.to_hash,
            "revision": to_data(self.revision),
            "begun": list(self.begun),
            "departments": [one.to_data() for one in self.departments],
        }


def preview_switch(desk: Desk, book: str, file: RubricFile, given: str | None) -> Preview:
    """Score every department that runs under the earlier rubric under the new one; nothing is written.

    `given` is the beginning of the earlier rubric's hash, None for the only one that it can be. Raises AppError
    `rubric.which-adopted`, `rubric.in-force` for the very rubric that is in force.
    """
    with desk.reading() as session:
        earlier = rubric_in_use(session, book, file.rubric.id, given)
        if earlier.hash == file.hash:
            raise AppError("rubric.in-force", hash=file.hash, book=book)
        before = read_rubric(earlier.canonical.encode())
        named = [phase.matter for phase in before.phases]
        begun = set(session.exec(select(Matter.matter).where(col(Matter.book) == book, col(Matter.matter).in_(named))))
        moment = instant_text(moment_of(desk, session.get_one(Book, book)))
        return Preview(
            book=book,
            from_hash=earlier.hash,
            to_hash=file.hash,
            revision=revision(before, file.rubric),
            begun=tuple(phase for phase in named if phase in begun),
            departments=tuple(_departments(session, earlier, file, moment)),
        )


def _departments(
    session: Session, earlier: AdoptedRubric, file: RubricFile, moment: str
) -> Iterator[PreviewedDepartment]:
    query = select(Department).where(col(Department.book) == earlier.book, col(Department.rubric_hash) == earlier.hash)
    evaluator = Evaluator(file.rubric, file.hash)
    try:
        for one in session.exec(query.order_by(col(Department.department))):
            left = left_over(file.rubric, Whose(session, one.book, one.department), moment)
            yield _previewed(_standing(session, one), one, left, _scored(evaluator, left.facts))
    finally:
        evaluator.close()


def _previewed(
    before: Evaluation | None, department: Department, left: LeftOver, scored: tuple[Evaluation | None, str | None]
) -> PreviewedDepartment:
    after, fault = scored
    return PreviewedDepartment(
        department=department.department,
        name=department.name,
        ended=department.concluded,
        before=_total(before),
        after=_total(after),
        rows=() if before is None or after is None else changed_rows(_rows(before), _rows(after)),
        aside=left.aside,
        lacking=left.lacking,
        fault=fault,
    )


def _scored(evaluator: Evaluator, facts: Facts | None) -> tuple[Evaluation | None, str | None]:
    """The score, or why there would be none."""
    if facts is None:
        return None, None
    try:
        outcome = evaluator.score(facts)
    except RulesError as error:
        return None, error.code
    return outcome.evaluation, None if outcome.difference is None else outcome.difference.code


def _standing(session: Session, department: Department) -> Evaluation | None:
    """The newest score as it was made."""
    here = {"book": department.book, "department": department.department, "stage": "score", "state": "made"}
    newest = last_with(session, Score, "sequence", 1, **here)
    return read_evaluation(json.loads(newest[0].document)) if newest else None


def _total(evaluation: Evaluation | None) -> Total | None:
    if evaluation is None:
        return None
    return Total(str(evaluation.total), str(evaluation.of), evaluation.grade)


def _rows(evaluation: Evaluation) -> list[Mapping[str, object]]:
    return [data for row in evaluation.rows if isinstance(data := to_data(row), dict)]
