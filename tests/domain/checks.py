"""What must hold after every step: model, tables, replay and verifier say the same."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import inspect
from sqlmodel import Session, SQLModel, col, select

from audit.bundle_contents import Source
from audit.export import export_book
from audit.project import project
from audit.replay import compare_tables, empty_tables, replay
from audit.verifier.verify_books import verify
from models.database import reading
from models.date_tables import Notice
from models.erasures import Erasure
from models.evidence_tables import Evidence
from models.findings import Finding
from models.ledger import Head, LedgerRecord
from models.monitoring_tables import RaisedWarning
from models.projections import (
    Alert,
    Book,
    Department,
    Extension,
    Filing,
    Matter,
    Review,
    Score,
    Task,
)
from models.score_changes import ScoreChange
from models.sealing_tables import Addendum, Correction, Seal
from models.target_tables import DoubtedTargets, TargetAdjustment
from models.values import instant_text
from tests.domain.world import EVALUATORS

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine

    from tests.domain.books import BookPicture
    from tests.domain.model import Year
    from tests.domain.world import World


Row = TypeVar("Row", bound=SQLModel)


class Shadow:
    """The tables of one book rebuilt from its records as they come: the same fold as a replay, step by step."""

    def __init__(self, engine: Engine, book: str) -> None:
        self._engine = engine
        self._book = book
        self._rebuilt = empty_tables()
        self._done = 0

    def follow(self) -> None:
        """Fold what is new, and compare every table with the live one."""
        with Session(reading(self._engine)) as live:
            query = select(LedgerRecord).where(LedgerRecord.book == self._book, LedgerRecord.sequence > self._done)
            for record in live.exec(query.order_by(col(LedgerRecord.sequence))):
                project(self._rebuilt, record)
                self._done = record.sequence
            self._rebuilt.commit()
            _, differing = compare_tables(live, self._rebuilt, self._book)
        assert differing == []

    def close(self) -> None:
        """Forget the rebuilt tables."""
        bound = self._rebuilt.get_bind()
        self._rebuilt.close()
        bound.engine.dispose()


class Watch:
    """Looks at every book that has grown since the last look."""

    def __init__(self, world: World) -> None:
        self._shadows = {book: Shadow(world.desk.engine, book) for book in world.books}
        self._heads: dict[str, tuple[int, str, int]] = {}

    def look(self, world: World) -> None:
        """Tables, model, fold and verifier say the same."""
        world.pass_time()
        now = heads(world)
        for book in world.books.values():
            if now.get(book.id) != self._heads.get(book.id):
                self._shadows[book.id].follow()
                check_model(world, book)
                check_verified(world, book.id)
        self._heads = now

    def end(self, world: World) -> None:
        """Every book replays whole to the tables that stand, and is taken away sound."""
        for book in world.books:
            replayed = replay(world.desk.engine, book, evaluators=EVALUATORS)
            replayed.session.close()
            assert replayed.mismatches == ()
        check_taken_away(world)

    def close(self) -> None:
        """Forget the folds."""
        for shadow in self._shadows.values():
            shadow.close()


def check_taken_away(world: World) -> None:
    """Every book's bundle verifies, its scores computed once more from the records alone, by the second reader."""
    with world.desk.reading() as session:
        for number, book in enumerate(world.books):
            source = Source(session, book, world.desk.signer.heads, world.desk.evidence.folder)
            assert export_book(source, world.data / f"bundle-{number}", with_evidence=True).ok


def heads(world: World) -> dict[str, tuple[int, str, int]]:
    """Where each book stands."""
    with world.desk.reading() as session:
        return {head.book: (head.sequence, head.hash, head.epoch) for head in session.exec(select(Head))}


def check_verified(world: World, book: str) -> None:
    """The second reader finds nothing wrong with the book in its folder."""
    report = verify(world.data, (book,))
    assert report.ok, report.first


def check_model(world: World, book: BookPicture) -> None:
    """The tables say what the model says, no more and no less."""
    with world.desk.reading() as session:
        _check_book(session, book)
        for part, (table, told, wanted) in _PARTS.items():
            rows = session.exec(select(table).where(table.book == book.id)).all()  # type: ignore[attr-defined]  # every projection has it
            for year in book.years.values():
                found = sorted((told(row) for row in rows if row.department == year.department), key=repr)  # type: ignore[attr-defined]  # and these have it
                assert found == sorted(wanted(year), key=repr), (book.id, year.department, part)


def _check_book(session: Session, book: BookPicture) -> None:
    kept, head = session.get_one(Book, book.id), session.get_one(Head, book.id)
    assert (head.sequence, head.epoch) == (book.records, book.epoch)
    assert (kept.concluded, kept.epoch) == (book.ended, book.epoch)

    assert _all(session, Seal, book, lambda row: (row.number, row.records)) == list(enumerate(book.seals, 1))
    assert _all(session, Addendum, book, lambda row: (row.department, row.corrections, row.state)) == [
        (one.department, one.corrections, "open" if one is book.leave else "sealed") for one in book.addenda
    ]
    noticed = _all(session, Notice, book, lambda row: (row.number, [one["days"] for one in json.loads(row.document)]))
    assert noticed == sorted((number, [days]) for number, days in book.notices.items())
    erased = _all(session, Erasure, book, lambda row: (row.what, row.erased_at is not None))
    assert erased == book.erasures


def _all(session: Session, table: type[Row], book: BookPicture, told: Callable[[Row], object]) -> list[object]:
    rows = session.exec(select(table).where(table.book == book.id).order_by(*inspect(table).primary_key))  # type: ignore[attr-defined]  # every projection has it
    return [told(row) for row in rows]


def _rows(score: Score) -> dict[str, str | None]:
    """The points of every leaf of a made score, by the last part of its id."""
    rows = json.loads(score.document).get("rows", [])
    return {row["id"].rpartition(".")[2]: row["score"] for row in rows if row["leaf"]}


Part = tuple[type[SQLModel], "Callable[..., object]", "Callable[[Year], list[object]]"]

_PARTS: dict[str, Part] = {
    "years": (Department, lambda row: row.concluded, lambda year: [year.ended]),
    "matters": (Matter, lambda row: (row.matter, row.state), lambda year: list(year.matters.items())),
    "tasks": (
        Task,
        lambda row: (
            row.matter,
            row.act,
            row.round,
            row.role,
            row.due,
            row.state,
            row.days_late,
            row.done_at,
            row.holder,
            row.urgent,
        ),
        lambda year: [
            (
                task.matter,
                task.act,
                task.round,
                task.role,
                task.due.isoformat(),
                "open" if task.open else "done",
                task.late,
                None if task.ended is None else instant_text(task.ended),
                task.holder,
                task.urgent,
            )
            for task in year.tasks
        ],
    ),
    "alerts": (
        Alert,
        lambda row: (row.kind, row.matter, row.act, row.due, row.days, row.to_role),
        lambda year: list(year.alerts),
    ),
    "extensions": (
        Extension,
        lambda row: (row.matter, row.act, row.round, row.due_before, row.due),
        lambda year: list(year.extensions),
    ),
    "filings": (Filing, lambda row: (row.phase, row.days_late), lambda year: list(year.filings)),
    "adjustments": (TargetAdjustment, lambda row: row.state, lambda year: list(year.adjustments)),
    "doubts": (
        DoubtedTargets,
        lambda row: [one["code"] for one in json.loads(row.document)["doubts"]],
        lambda year: list(year.doubts),
    ),
    "evidence": (Evidence, lambda row: row.row, lambda year: ["spending"] * year.evidence),
    "scores": (
        Score,
        lambda row: (row.stage, row.state, row.total, row.covers, row.grade),
        lambda year: list(year.scores),
    ),
    "rows": (Score, _rows, lambda year: list(year.rows)),
    "changes": (ScoreChange, lambda row: (row.total_before, row.total_after), lambda year: list(year.changes)),
    "warnings": (
        RaisedWarning,
        lambda row: (
            row.matter,
            row.rule,
            row.about,
            row.colour,
            row.state,
            row.choice,
            row.days_late,
            row.acknowledged_at is not None,
        ),
        lambda year: [
            (matter, one.rule, one.about, one.colour, one.state, one.choice, one.late, one.noted)
            for matter, one in year.warnings.items()
        ],
    ),
    "reviews": (Review, lambda row: (row.total, row.grade), lambda year: list(year.reviews)),
    "corrections": (
        Correction,
        lambda row: (row.corrects, row.proposal, row.state),
        lambda year: [(one.corrects, one.sequence, one.state) for one in year.proposals],
    ),
    "findings": (
        Finding,
        lambda row: (row.finding, row.row, row.state, row.days_late),
        lambda year: [(name, one.row, one.state, one.late) for name, one in year.findings.items()],
    ),
}
