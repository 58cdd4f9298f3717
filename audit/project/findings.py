"""Findings: ordered by a review, answered with what was done, closed by the bureau."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy.exc import NoResultFound

from audit.project.rows import add_row, change_equal, written
from audit.project.subject import department_of
from models.findings import Finding, Measure
from models.lookups import row_with

if TYPE_CHECKING:
    from sqlmodel import Session

    from models.commands import ReviewResult
    from models.corrections import RightFinding
    from models.ledger import Record
    from models.payloads import ActDone

_STATES = {"finding.answer": "answered", "finding.return": "ordered", "finding.accept": "closed"}
PREFIX = "finding/"
WITHDRAWN = "withdrawn"


def order_findings(session: Session, record: Record, review: ReviewResult) -> frozenset[str]:
    """Each finding of a review, and the names of their matters; a clock starts when rectification has opened."""
    for finding in review.findings:
        add_row(
            session,
            Finding,
            book=record.book,
            department=department_of(record),
            finding=finding.finding,
            sequence=record.sequence,
            row=finding.row,
            text=finding.text,
            state="ordered",
        )
    return frozenset(f"{PREFIX}{finding.finding}" for finding in review.findings)


def follow_finding(session: Session, record: Record, payload: ActDone) -> None:
    """An act on a finding; lateness is that of the first answer."""
    here: dict[str, str | int] = {
        "book": record.book,
        "department": department_of(record),
        "finding": payload.matter.removeprefix(PREFIX),
    }
    values: dict[str, object] = {"state": _STATES[payload.act], "sequence": record.sequence}
    if isinstance(payload.content, Measure):
        values |= payload.content.model_dump(include={"measure", "plan", "owner", "done_by"})
        values["evidence"] = json.dumps(payload.content.evidence)
        finding = row_with(written(session), Finding, **here)
        if finding is None:
            raise NoResultFound
        if finding.measure is None:
            values["days_late"] = payload.days_late
    change_equal(session, Finding, here, needed=True, **values)


def correct_finding(session: Session, record: Record, right: RightFinding) -> None:
    """A finding that was about another row gets the right one; one that was raised by mistake is withdrawn."""
    finding = session.get_one(Finding, (record.book, department_of(record), right.finding))
    finding.sequence = record.sequence
    if right.row is None:
        finding.state = WITHDRAWN
    else:
        finding.row = right.row
    session.add(finding)
