"""Imported execution: a row for each source of money; an earlier import keeps its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.project.rows import add_row
from audit.project.subject import department_of
from models.monitoring_tables import Execution

if TYPE_CHECKING:
    from sqlmodel import Session

    from models.execution import ExecutionImported
    from models.ledger import Record


def project_execution(session: Session, record: Record, payload: ExecutionImported) -> None:
    """What the file said of one department and month."""
    for line in payload.lines:
        add_row(
            session,
            Execution,
            book=record.book,
            sequence=record.sequence,
            source=line.source,
            department=department_of(record),
            month=payload.month,
            initial=line.initial,
            adjusted=line.adjusted,
            spent=line.spent,
            file=payload.file,
        )
