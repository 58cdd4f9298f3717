"""What a record tells a role: one line of its alerts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from audit.project.rows import add_row
from audit.project.subject import department_of
from models.projections import Alert

if TYPE_CHECKING:
    from sqlmodel import Session

    from models.ledger import Record


class Told(NamedTuple):
    """Who is told what about which awaited or done act; `due` and `days` only where a day is spoken of."""

    to_role: str
    matter: str
    act: str
    kind: str
    due: str = ""
    days: int = 0


def tell(session: Session, record: Record, told: Told) -> None:
    """Keep the line under the record that says it."""
    add_row(
        session,
        Alert,
        book=record.book,
        sequence=record.sequence,
        department=department_of(record),
        happened_at=record.happened_at,
        **told._asdict(),
    )
