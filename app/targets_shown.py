"""A department's targets on any day: how they were filed, returned, approved and adjusted, and what is in force.

The first filing and the running clock stand apart: lateness is that of the first, the day is that of the last asking.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlmodel import Session, col, select

from app.erased import Words, words_of
from app.errors import AppError
from app.tasks import today_in
from audit.target_lists import adjusted, adjustments_of
from audit.upcast import payload_as
from deadlines.local_time import local_date
from models.ledger import LedgerRecord
from models.payloads import ActDone
from models.projections import Book, Department, Filing, Task
from models.target_tables import DoubtedTargets, TargetAdjustment, TargetQuality
from models.targets import TargetDoubt
from models.values import instant
from rules.core.facts import Indicator
from rules.core.reading import read_facts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pydantic import JsonValue

    from activities.desk import Desk

_TARGETS: Final = "targets"
_APPROVED: Final = "approved"


@dataclass(frozen=True, slots=True)
class Handed:
    """One step of the targets: its record's kind, number and domain instant, and the opinion that came with it."""

    kind: str
    sequence: int
    at: str
    opinion: Words | None


@dataclass(frozen=True, slots=True)
class Changed:
    """One target before and after an adjustment."""

    before: Indicator
    after: Indicator


@dataclass(frozen=True, slots=True)
class SeenAdjustment:
    """An adjustment as it stood on the day: "filed", "approved" or "refused", with its paper and words."""

    row: TargetAdjustment
    state: str
    document: str
    reason: Words
    opinion: Words | None
    changes: tuple[Changed, ...]


@dataclass(frozen=True, slots=True)
class ShownTargets:
    """The targets of one department in one book on a day; what had not happened by then is not there."""

    book: str
    department: str
    day: str
    first: Filing | None
    waiting: Task | None
    steps: tuple[Handed, ...]
    quality: str | None
    quality_reason: Words | None
    doubts: tuple[TargetDoubt, ...]
    adjustments: tuple[SeenAdjustment, ...]
    filed: tuple[Indicator, ...]
    in_force: tuple[Indicator, ...]


def shown_targets(desk: Desk, department: str, book: str | None, day: str | None) -> tuple[ShownTargets, ...]:
    """The targets in every book that has the department, or in the one that is named, at the end of a day.

    Without a day: today in the book. Raises AppError `department.unknown`.
    """
    with desk.reading() as session:
        query = select(Department.book).where(col(Department.department) == department).order_by(col(Department.book))
        books = [one for one in session.exec(query) if book in (None, one)]
        found = [_Looking(session, one, department, day or _today(session, one)).all() for one in books]
        if not found:
            raise unknown_department(session, department)
    return tuple(found)


def unknown_department(session: Session, department: str) -> AppError:
    """What is said of a department that no book has, or not the named one."""
    known = session.exec(select(Department.department).distinct().order_by(col(Department.department)))
    return AppError("department.unknown", department=department, known="、".join(known) or "-")


def _today(session: Session, book: str) -> str:
    return today_in(session.get_one(Book, book)).isoformat()


@dataclass(frozen=True, slots=True)
class _Looking:
    """Whose targets are looked at, in which book, until when."""

    session: Session
    book: str
    department: str
    day: str

    def all(self) -> ShownTargets:
        filings = [one for one in self._filings() if self._counts(one)]
        filed = _lists(filings[-1].document) if filings else {}
        adjustments = [
            one for one in adjustments_of(self.session, self.book, self.department) if self._by(one.received_at)
        ]
        seen, lists = self._adjusted(filed, adjustments)
        quality = self._quality()
        return ShownTargets(
            book=self.book,
            department=self.department,
            day=self.day,
            first=filings[0] if filings else None,
            waiting=self._waiting(),
            steps=tuple(self._steps()),
            quality=None if quality is None else quality.score,
            quality_reason=None if quality is None else words_of(self.session, self.book, quality.reason),
            doubts=self._doubts(),
            adjustments=seen,
            filed=self._read(filed),
            in_force=self._read(lists),
        )

    def _by(self, moment: str | None) -> bool:
        return moment is not None and local_date(instant(moment)).isoformat() <= self.day

    def _filings(self) -> list[Filing]:
        query = select(Filing).where(
            col(Filing.book) == self.book, col(Filing.department) == self.department, col(Filing.phase) == _TARGETS
        )
        return list(self.session.exec(query.order_by(col(Filing.sequence))))

    def _counts(self, filing: Filing) -> bool:
        return self._by(filing.received_at) and not self._by(filing.withdrawn_at)

    def _waiting(self) -> Task | None:
        """What is awaited about targets or their adjustment now; of an earlier day nobody asks."""
        query = select(Task).where(
            col(Task.book) == self.book,
            col(Task.department) == self.department,
            col(Task.matter).in_((_TARGETS, "adjustment")),
            col(Task.state) == "open",
        )
        now = self.day >= _today(self.session, self.book)
        return self.session.exec(query).first() if now else None

    def _steps(self) -> Iterable[Handed]:
        query = select(LedgerRecord).where(
            col(LedgerRecord.book) == self.book,
            col(LedgerRecord.subject_department) == self.department,
            col(LedgerRecord.kind).startswith(f"{_TARGETS}."),
            col(LedgerRecord.kind) != "targets.doubted",
        )
        for record in self.session.exec(query.order_by(col(LedgerRecord.sequence))):
            at = record.received_at or record.happened_at
            if self._by(at):
                opinion = getattr(payload_as(record, ActDone).content, "opinion", None)
                yield Handed(record.kind, record.sequence, at, self._words(opinion))

    def _words(self, commitment: str | None) -> Words | None:
        return None if commitment is None else words_of(self.session, self.book, commitment)

    def _quality(self) -> TargetQuality | None:
        found = self.session.get(TargetQuality, (self.book, self.department))
        if found is None:
            return None
        record = self.session.get_one(LedgerRecord, (self.book, found.sequence))
        return found if self._by(record.received_at) else None

    def _doubts(self) -> tuple[TargetDoubt, ...]:
        """The doubts about what was prepared or filed last; about an earlier state nobody needs to think."""
        causes = [step.sequence for step in self._steps() if step.kind in ("targets.prepared", "targets.filed")]
        query = select(DoubtedTargets).where(
            col(DoubtedTargets.book) == self.book, col(DoubtedTargets.cause) == (causes[-1] if causes else 0)
        )
        found = self.session.exec(query).first()
        doubts = [] if found is None else json.loads(found.document)["doubts"]
        return tuple(TargetDoubt.model_validate(one) for one in doubts)

    def _adjusted(
        self, lists: dict[str, list[JsonValue]], rows: Iterable[TargetAdjustment]
    ) -> tuple[tuple[SeenAdjustment, ...], dict[str, list[JsonValue]]]:
        """Every adjustment with what it changes, and the lists under those that were approved by the day."""
        seen: list[SeenAdjustment] = []
        for row in rows:
            content, new = json.loads(row.document), adjusted(lists, _lists(row.document))
            answered = self._by(row.answered_at)
            before, after = self._read(lists), self._read(new)
            seen.append(
                SeenAdjustment(
                    row=row,
                    state=row.state if answered else "filed",
                    document=content["document"],
                    reason=words_of(self.session, self.book, content["reason"]),
                    opinion=self._words(row.opinion) if answered else None,
                    changes=tuple(Changed(*pair) for pair in zip(before, after, strict=True) if pair[0] != pair[1]),
                )
            )
            lists = new if answered and row.state == _APPROVED else lists
        return tuple(seen), lists

    def _read(self, lists: dict[str, list[JsonValue]]) -> tuple[Indicator, ...]:
        return read_facts({"department": self.department, "indicators": lists.get("indicators", [])}).indicators


def _lists(document: str) -> dict[str, list[JsonValue]]:
    lists: dict[str, list[JsonValue]] = json.loads(document)["lists"]
    return lists
