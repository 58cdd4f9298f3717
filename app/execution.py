"""Monthly execution: import a file into the running book, list what a department's figures are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import col, select

from app.date_orders import Sent
from app.errors import AppError
from app.execution_file import read_execution
from app.orders import SignedOrder, send_order
from audit.execution import Difference, differences
from models.monitoring_tables import Execution
from models.projections import Department

if TYPE_CHECKING:
    from pathlib import Path

    from activities.desk import Desk
    from app.date_orders import Sender
    from app.settings import Settings


def import_execution(settings: Settings, desk: Desk, sender: Sender, file: Path) -> Sent:
    """Send a file's figures; the same file is the same request.

    Raises ExecutionFileError with every fault of the file, FileError, AppError `execution.no-file`, and what
    `send_order` raises.
    """
    if not file.is_file():
        raise AppError("execution.no-file", file=str(file))
    with desk.reading() as session:
        rows = session.exec(select(Department).where(col(Department.book) == sender.book)).all()
    names = [one.name for one in rows]
    known = {one.name: one.department for one in rows if names.count(one.name) == 1}
    order = read_execution(file, {**known, **{one.department: one.department for one in rows}})
    key = sender.request("execution", order.file)
    return Sent(send_order(settings, desk, SignedOrder(sender.book, sender.login, key, order)), key)


@dataclass(frozen=True, slots=True)
class ListedExecution:
    """A line of an import; `superseded` if a later import of the same month took its place."""

    line: Execution
    superseded: bool

    def to_data(self) -> dict[str, object]:
        """JSON-able; amounts are decimal texts in 元."""
        return {**self.line.model_dump(), "superseded": self.superseded}


@dataclass(frozen=True, slots=True)
class DepartmentExecution:
    """Everything imported for a department, and where its monitoring filings say otherwise."""

    lines: tuple[ListedExecution, ...]
    differences: tuple[Difference, ...]


def department_execution(desk: Desk, book: str, department: str) -> DepartmentExecution:
    """By month, the earlier import first. Raises AppError `department.unknown`."""
    with desk.reading() as session:
        enrolled = session.get(Department, (book, department))
        if enrolled is None:
            known = session.exec(select(Department.department).where(col(Department.book) == book)).all()
            raise AppError("department.unknown", department=department, known="、".join(sorted(known)) or "-")
        query = select(Execution).where(col(Execution.book) == book, col(Execution.department) == department)
        rows = session.exec(query.order_by(col(Execution.month), col(Execution.sequence), col(Execution.source))).all()
        rubric, _ = desk.evaluators.of(session, book, enrolled.rubric_hash)
        differing = differences(session, rubric, book, department)
    latest = {row.month: row.sequence for row in rows}
    return DepartmentExecution(
        tuple(ListedExecution(row, row.sequence != latest[row.month]) for row in rows), tuple(differing)
    )
