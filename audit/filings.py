"""What a department prepared and filed in a phase, as the tables have it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from sqlalchemy import bindparam, or_
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from models.lookups import rows_with
from models.projections import Filing, Prepared
from models.tables import table_of
from models.windows import MONITORING

if TYPE_CHECKING:
    from models.payloads import Stage


_FILINGS: Final = table_of(Filing).c
# The window of monitoring that was filed last; built once, because building it anew takes longer than answering it.
_READ_LAST: Final = (
    select_columns(_FILINGS.phase)
    .where(_FILINGS.book == bindparam("book"), _FILINGS.department == bindparam("department"))
    .where(or_(_FILINGS.phase == MONITORING, _FILINGS.phase.startswith(f"{MONITORING}/")))
    .where(_FILINGS.withdrawn_at.is_(None))
    .order_by(_FILINGS.sequence.desc())
    .limit(1)
)


def filings_of(session: Session, book: str, department: str, phase: str | None = None) -> list[Filing]:
    """Every filing of a phase, or of all, that the department has not withdrawn, the first one first."""
    here = {"book": book, "department": department} | ({} if phase is None else {"phase": phase})
    found = rows_with(session, Filing, "sequence", **here)
    return [one for one in found if one.withdrawn_at is None]


def phase_read(session: Session, book: str, department: str, stage: Stage) -> str:
    """The phase whose filing a stage evaluates: of the windows of monitoring the one that was filed last."""
    if stage == "score":
        return "self-evaluation"
    session.flush()
    newest = session.connection().execute(_READ_LAST, {"book": book, "department": department}).scalar()
    return MONITORING if newest is None else str(newest)


def is_amendment(filing: Filing) -> bool:
    """Whether it replaced some figures of the filing before it, and is none by itself."""
    return bool(json.loads(filing.document)["kind"] == "amendment")


def prepared_of(session: Session, book: str, department: str, phase: str) -> Prepared | None:
    """What was prepared last in a phase; None where nothing was."""
    query = (
        select(Prepared)
        .where(col(Prepared.book) == book, col(Prepared.department) == department, col(Prepared.phase) == phase)
        .order_by(col(Prepared.sequence).desc())
    )
    return session.exec(query).first()
