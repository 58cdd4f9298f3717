"""What a list is narrowed to has to be there: a slip in a filter must not look like nothing to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.errors import AppError
from app.targets_shown import unknown_department
from deadlines.moves import ACKNOWLEDGEMENT, COLLECTION, PHASES
from deadlines.roles import ROLES
from models.lookups import row_with
from models.projections import Department
from models.windows import kind_of

if TYPE_CHECKING:
    from activities.desk import Desk


def require_known(desk: Desk, role: str | None = None, phase: str | None = None, department: str | None = None) -> None:
    """Take only a role, a phase and a department that there are.

    Raises AppError `task.no-role`, `task.no-phase`, `department.unknown`.
    """
    if role is not None and role not in ROLES:
        raise AppError("task.no-role", given=role, known="、".join(ROLES))
    homes = (*PHASES, ACKNOWLEDGEMENT, COLLECTION)
    if phase is not None and kind_of(phase) not in homes:
        raise AppError("task.no-phase", given=phase, known="、".join(homes))
    if department is not None:
        with desk.reading() as session:
            if row_with(session, Department, department=department) is None:
                raise unknown_department(session, department)
