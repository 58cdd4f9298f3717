"""A notice (通知) goes on the record: what it opens, and whether it came before the phase had opened or after."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from activities.errors import RefusedError
from deadlines.rule import day_of
from models.date_payloads import NoticedPhase, NoticeIssued
from models.date_tables import Notice
from models.projections import AdoptedRubric
from rules.core.reading import read_rubric

if TYPE_CHECKING:
    from models.date_orders import IssueNotice
    from rules.core.rubric import Rubric


def notice(session: Session, book: str, issue: IssueNotice) -> NoticeIssued:
    """What the record says, for every adopted rubric that has the phases.

    Refuses `notice.issued` for a number that stands already, `notice.no-phase` for a phase that no rubric has, and
    `notice.no-rubric` before a rubric is adopted.
    """
    issued_on = day_of(issue.issued_on)
    earlier = session.get(Notice, (book, issue.number))
    if earlier is not None:
        raise RefusedError("notice.issued", number=issue.number, sequence=str(earlier.sequence))
    rubrics = _adopted(session, book)
    if not rubrics:
        raise RefusedError("notice.no-rubric", book=book)
    for phase in issue.opens:
        if not any(one.matter == phase for rubric in rubrics for one in rubric.phases):
            known = dict.fromkeys(one.matter for rubric in rubrics for one in rubric.phases)
            raise RefusedError("notice.no-phase", phase=phase, known=", ".join(known))
    return NoticeIssued(
        **issue.model_dump(exclude={"kind"}),
        phases=tuple(_phases(rubrics, issue.opens, issued_on)),
    )


def _phases(rubrics: list[Rubric], opens: tuple[str, ...], issued_on: date) -> list[NoticedPhase]:
    return [
        NoticedPhase(
            rubric=rubric.id,
            phase=phase.matter,
            opens=phase.opens,
            days=(issued_on - date.fromisoformat(phase.opens)).days,
        )
        for rubric in rubrics
        for phase in rubric.phases
        if phase.matter in opens
    ]


def _adopted(session: Session, book: str) -> list[Rubric]:
    """Of every rubric the version that was adopted last."""
    query = select(AdoptedRubric).where(col(AdoptedRubric.book) == book).order_by(col(AdoptedRubric.sequence))
    newest = {one.rubric: one for one in session.exec(query)}
    return [read_rubric(one.canonical.encode()) for one in newest.values()]
