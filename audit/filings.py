"""What a department prepared and filed in a phase, as the tables have it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from models.lookups import last_with, rows_with
from models.projections import Filing, Prepared
from models.windows import MONITORING, kind_of

if TYPE_CHECKING:
    from sqlmodel import Session

    from models.payloads import Stage


def filings_of(session: Session, book: str, department: str, phase: str | None = None) -> list[Filing]:
    """Every filing of a phase, or of all, that the department has not withdrawn, the first one first."""
    here = {"book": book, "department": department} | ({} if phase is None else {"phase": phase})
    found = rows_with(session, Filing, "sequence", **here)
    return [one for one in found if one.withdrawn_at is None]


def phase_read(session: Session, book: str, department: str, stage: Stage) -> str:
    """The phase whose filing a stage evaluates: of the windows of monitoring the one that was filed last."""
    if stage == "score":
        return "self-evaluation"
    read = [one.phase for one in filings_of(session, book, department) if kind_of(one.phase) == MONITORING]
    return read[-1] if read else MONITORING


def is_amendment(filing: Filing) -> bool:
    """Whether it replaced some figures of the filing before it, and is none by itself."""
    return bool(json.loads(filing.document)["kind"] == "amendment")


def prepared_of(session: Session, book: str, department: str, phase: str) -> Prepared | None:
    """What was prepared last in a phase; None where nothing was."""
    return next(iter(last_with(session, Prepared, "sequence", book=book, department=department, phase=phase)), None)
