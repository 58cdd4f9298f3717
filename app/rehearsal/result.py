"""What a rehearsal came to: each department's scores side by side, what was late, what was warned, every row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from app.rehearsal.newest_evaluation import newest_evaluation
from app.rehearsal.reviewed import Reviewed, reviewed_rows
from deadlines.local_time import local_date
from models.ledger import LedgerRecord
from models.lookups import last_with, rows_with
from models.monitoring_tables import RaisedWarning
from models.projections import Alert, Book, Review, Score, Task
from models.score_changes import ScoreChange
from models.values import instant
from rules.comparison import Comparison, compare, load_published
from rules.core.evaluation import Evaluation
from rules.core.numbers import exact, plain

if TYPE_CHECKING:
    from activities.desk import Desk
    from app.rehearsal.rehearse import Rehearsed
    from app.scenario import ScenarioDepartment


@dataclass(frozen=True, slots=True)
class DepartmentResult:
    """One department's year; `comparison` is None where nothing was published.

    `overdue` names the matter of every alert to the bureau; `changes` begin with the first.
    """

    id: str
    name: str
    evaluation: Evaluation
    comparison: Comparison | None
    review: str | None
    grade: str | None
    reviewed: tuple[Reviewed, ...]
    late: tuple[Task, ...]
    overdue: tuple[str, ...]
    warnings: tuple[RaisedWarning, ...]
    changes: tuple[ScoreChange, ...]

    @property
    def claimed(self) -> tuple[str, str]:
        """What the document claims where the rules cannot say, and the points of those rows: shown, never added in."""
        rows = [row for row in self.evaluation.rows if row.score is None and row.claimed is not None]
        score = sum((exact(row.claimed or "0") for row in rows), exact("0"))
        return plain(score), plain(sum((exact(row.points) for row in rows), exact("0")))

    @property
    def published(self) -> str | None:
        """The total that the document prints."""
        return None if self.comparison is None else self.comparison.total.published


@dataclass(frozen=True, slots=True)
class RehearsalResult:
    """The whole book. `telling_day` is one on which there is something to see: the first score was just there.

    `unscored` names the departments whose play came to no score; nothing is said of them in `departments`.
    """

    book: str
    bureau: str
    year: int
    records: int
    telling_day: date
    departments: tuple[DepartmentResult, ...]
    unscored: tuple[str, ...] = ()


def rehearsal_result(desk: Desk, rehearsed: Rehearsed) -> RehearsalResult:
    """Read it from the book's tables and the published scores beside the scenario."""
    newest = {one.id: newest_evaluation(desk, rehearsed.book, one.id) for one in rehearsed.scenario.departments}
    with desk.reading() as session:
        book = session.get_one(Book, rehearsed.book)
        records = session.exec(select(LedgerRecord.sequence).where(col(LedgerRecord.book) == book.book)).all()
        return RehearsalResult(
            book=book.book,
            bureau=book.bureau,
            year=book.year,
            records=len(records),
            telling_day=_telling_day(session, book.book),
            departments=tuple(
                _department(session, rehearsed, one, evaluation)
                for one in rehearsed.scenario.departments
                if (evaluation := newest[one.id]) is not None
            ),
            unscored=tuple(one.name for one in rehearsed.scenario.departments if newest[one.id] is None),
        )


def _department(
    session: Session, rehearsed: Rehearsed, department: ScenarioDepartment, evaluation: Evaluation
) -> DepartmentResult:
    here = {"book": rehearsed.book, "department": department.id}
    review = next(iter(last_with(session, Review, "sequence", 1, **here)), None)
    published = None
    if department.published is not None and (rehearsed.folder / department.published).exists():
        published = compare(evaluation, load_published(rehearsed.folder / department.published))
    return DepartmentResult(
        id=department.id,
        name=department.name,
        evaluation=evaluation,
        comparison=published,
        review=None if review is None else review.total,
        grade=None if review is None else review.grade,
        reviewed=reviewed_rows(session, review),
        late=_late(session, rehearsed.book, department.id),
        overdue=_overdue(session, rehearsed.book, department.id),
        warnings=_warnings(session, rehearsed.book, department.id),
        changes=_changes(session, rehearsed.book, department.id),
    )


def _late(session: Session, book: str, department: str) -> tuple[Task, ...]:
    query = select(Task).where(col(Task.book) == book, col(Task.department) == department, col(Task.days_late) > 0)
    return tuple(session.exec(query.order_by(col(Task.sequence))))


def _overdue(session: Session, book: str, department: str) -> tuple[str, ...]:
    told = rows_with(session, Alert, "sequence", book=book, department=department, kind="overdue")
    return tuple(one.matter for one in told)


def _warnings(session: Session, book: str, department: str) -> tuple[RaisedWarning, ...]:
    query = select(RaisedWarning).where(col(RaisedWarning.book) == book, col(RaisedWarning.department) == department)
    return tuple(session.exec(query.order_by(col(RaisedWarning.evaluation_sequence), col(RaisedWarning.matter))))


def _changes(session: Session, book: str, department: str) -> tuple[ScoreChange, ...]:
    return tuple(rows_with(session, ScoreChange, "sequence", book=book, department=department))


def _telling_day(session: Session, book: str) -> date:
    """The day of the first score; of the last record where nothing was scored."""
    scored = (
        select(LedgerRecord.happened_at)
        .join(Score, (col(Score.book) == LedgerRecord.book) & (col(Score.sequence) == LedgerRecord.sequence))
        .where(col(Score.book) == book, col(Score.stage) == "score")
        .order_by(col(LedgerRecord.happened_at))
    )
    first = session.exec(scored.limit(1)).first()
    last = select(LedgerRecord.happened_at).where(col(LedgerRecord.book) == book)
    return local_date(instant(first or session.exec(last.order_by(col(LedgerRecord.sequence).desc()).limit(1)).one()))
