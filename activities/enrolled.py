"""The department that a command is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from activities.errors import RefusedError
from models.lookups import row_with
from models.projections import Department

if TYPE_CHECKING:
    from sqlmodel import Session


def enrolled(session: Session, book: str, department: str) -> Department:
    """The enrolled department; refuses one that is not in the cycle."""
    found = row_with(session, Department, book=book, department=department)
    if found is None:
        raise RefusedError("department.not-enrolled", book=book, department=department)
    return found
