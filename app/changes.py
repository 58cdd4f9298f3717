"""What amendments changed in a department's score, for whoever asks later: cause and reason, totals, every row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from app.erased import Words, words_of
from app.errors import AppError
from audit.upcast import payload_as, payload_of
from models.commands import Amendment
from models.ledger import LedgerRecord
from models.payloads import ActDone, ScoreChanged
from models.projections import Department
from models.score_changes import ScoreChange
from models.sealing_payloads import CorrectionApproved
from models.sealing_tables import Correction
from models.switching_payloads import DepartmentSwitched
from models.switching_tables import DepartmentSwitch, RubricSwitch

if TYPE_CHECKING:
    from activities.desk import Desk


@dataclass(frozen=True, slots=True)
class SeenChange:
    """A changed score; `sequence` is its record, `reason` None where no words were asked for."""

    book: str
    sequence: int
    happened_at: str
    department: str
    name: str
    act: str
    reason: Words | None
    change: ScoreChanged

    def to_data(self) -> dict[str, object]:
        """JSON-able; scores are decimal text."""
        return {
            "book": self.book,
            "sequence": self.sequence,
            "happened_at": self.happened_at,
            "department": self.department,
            "act": self.act,
            "reason": None if self.reason is None else self.reason.text,
            **({} if self.reason is None else self.reason.to_data()),
            **self.change.model_dump(mode="json"),
        }


def list_changes(desk: Desk, book: str | None, department: str | None) -> list[SeenChange]:
    """Every changed score, the first one first. Raises AppError `department.unknown` for one that no book has."""
    with desk.reading() as session:
        _require_known(session, book, department)
        query = select(ScoreChange).order_by(col(ScoreChange.book), col(ScoreChange.sequence))
        if book is not None:
            query = query.where(col(ScoreChange.book) == book)
        if department is not None:
            query = query.where(col(ScoreChange.department) == department)
        return [_seen(session, change) for change in session.exec(query)]


def _require_known(session: Session, book: str | None, department: str | None) -> None:
    query = select(Department.department).distinct().order_by(col(Department.department))
    known = list(session.exec(query if book is None else query.where(col(Department.book) == book)))
    if department is not None and department not in known:
        raise AppError("department.unknown", department=department, known="、".join(known) or "-")


def _seen(session: Session, change: ScoreChange) -> SeenChange:
    record = session.get_one(LedgerRecord, (change.book, change.sequence))
    told = payload_as(record, ScoreChanged)
    return SeenChange(
        book=change.book,
        sequence=change.sequence,
        happened_at=record.happened_at,
        department=change.department,
        name=session.get_one(Department, (change.book, change.department)).name,
        act=told.act,
        reason=_reason(session, change),
        change=told,
    )


def _reason(session: Session, change: ScoreChange) -> Words | None:
    """Why a figure was amended, a record corrected or a rubric switched; other causes give no reason."""
    cause = payload_of(session.get_one(LedgerRecord, (change.book, change.cause)))
    match cause:
        case CorrectionApproved():
            return words_of(session, change.book, session.get_one(Correction, (change.book, cause.proposal)).reason)
        case ActDone(content=Amendment() as amendment):
            return words_of(session, change.book, amendment.reason)
        case DepartmentSwitched():
            taken = session.get_one(DepartmentSwitch, (change.book, change.cause))
            switch = select(RubricSwitch).where(
                col(RubricSwitch.book) == change.book, col(RubricSwitch.sequence) == taken.switch
            )
            return words_of(session, change.book, session.exec(switch).one().reason)
        case _:
            return None
