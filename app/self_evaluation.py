"""A department's self-evaluation as somebody looks at it before it is filed: the book, the rubric, and the moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from app.errors import AppError
from app.tasks import now_in
from audit.facts_of import Whose, targets_of
from audit.witnessed import Sight
from deadlines.deadline import is_late
from models.projections import Book, Department, Task
from models.values import instant_text
from rules.core.rubric import Rubric
from rules.evaluator import Evaluator

if TYPE_CHECKING:
    from pydantic import JsonValue

    from activities.desk import Desk

SELF_EVALUATION = "self-evaluation"


@dataclass(frozen=True, slots=True)
class Looked:
    """One department in one book: its rubric and evaluator, and the book as it is seen if something is filed now."""

    book: str
    department: str
    name: str
    rubric: Rubric
    evaluator: Evaluator
    sight: Sight

    @property
    def whose(self) -> Whose:
        """Where the book is looked into."""
        return Whose(self.sight.session, self.book, self.department)

    @property
    def targets(self) -> dict[str, list[JsonValue]]:
        """The lists of the targets that stand."""
        return targets_of(self.rubric, self.whose)


def look_before(session: Session, desk: Desk, department: str, book: str | None) -> Looked:
    """The department in the named book, or in the only one that has it.

    Raises AppError `department.unknown`, `cli.which-book`.
    """
    found = session.exec(select(Department).where(col(Department.department) == department)).all()
    chosen = [one for one in found if book in (None, one.book)]
    if not chosen:
        known = sorted(set(session.exec(select(Department.department))))
        raise AppError("department.unknown", department=department, known="、".join(known) or "-")
    if len(chosen) > 1:
        raise AppError("cli.which-book", known="、".join(sorted(one.book for one in chosen)))
    (one,) = chosen
    rubric, evaluator = desk.evaluators.of(session, one.book, one.rubric_hash)
    return Looked(one.book, department, one.name, rubric, evaluator, _sight(session, one))


def _sight(session: Session, one: Department) -> Sight:
    """What the book would see of a self-evaluation that came in now."""
    now = now_in(session.get_one(Book, one.book))
    query = select(Task.due).where(
        col(Task.book) == one.book,
        col(Task.department) == one.department,
        col(Task.matter) == SELF_EVALUATION,
        col(Task.state) == "open",
    )
    due = session.exec(query).first()
    in_time = due is None or not is_late(now, date.fromisoformat(due))
    return Sight(session, one.book, one.department, instant_text(now), supposed=in_time)
