"""Take monthly execution into the book: one record for the file, one for each department and month."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from activities.errors import RefusedError
from audit.canonical import canonical_bytes
from audit.entry import Entry
from models.execution import ExecutionImported, ExecutionReceived
from models.projections import Department
from models.values import instant

if TYPE_CHECKING:
    from activities.signatures import OrderCall
    from audit.append import BookWriter
    from models.execution import ImportExecution
    from models.ledger import Record


def received_file(wanted: ImportExecution) -> ExecutionReceived:
    """What the record of the order says: the same file with the same figures is the same order."""
    figures = sha256(canonical_bytes([one.model_dump() for one in wanted.months])).hexdigest()
    return ExecutionReceived(file=wanted.file, figures=figures, months=len(wanted.months))


def execution_file(session: Session, call: OrderCall, wanted: ImportExecution) -> ExecutionReceived:
    """The same; refused for departments that are not in the book, months named twice, and sources named twice."""
    enrolled = set(session.exec(select(Department.department).where(col(Department.book) == call.book)))
    strange = sorted({one.department for one in wanted.months} - enrolled)
    if strange:
        known = "、".join(sorted(enrolled)) or "-"
        raise RefusedError("execution.unknown-department", given="、".join(strange), known=known)
    seen: set[tuple[str, ...]] = set()
    for one in wanted.months:
        keys = [(one.department, one.month), *((one.department, one.month, line.source) for line in one.lines)]
        for key in keys:
            if key in seen:
                raise RefusedError("execution.twice", department=one.department, month=one.month)
            seen.add(key)
    return received_file(wanted)


def append_months(writer: BookWriter, call: OrderCall, wanted: ImportExecution, record: Record) -> None:
    """One record for each department and month, all in the order's own transaction."""
    writer.append_all(
        [
            Entry(
                kind="execution.imported",
                key=f"@{record.key}/{one.department}/{one.month}",
                actor="system",
                role="system",
                happened_at=instant(call.happened_at),
                department=one.department,
                payload=ExecutionImported(cause=record.sequence, file=wanted.file, month=one.month, lines=one.lines),
            )
            for one in wanted.months
        ]
    )
