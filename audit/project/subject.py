"""The department that a record is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.errors import AuditError

if TYPE_CHECKING:
    from models.ledger import Record


def department_of(record: Record) -> str:
    """Return it; a record of this kind without one is damaged."""
    if record.subject_department is None:
        raise AuditError("record.no-department", book=record.book, sequence=str(record.sequence), kind=record.kind)
    return record.subject_department
