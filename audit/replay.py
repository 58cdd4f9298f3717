"""Replay a book: rebuild every table in an empty database from the records alone, fire the rules again, compare.

Up to the end the rebuilt tables must equal the live ones column by column. Up to an earlier sequence or moment
there is nothing live to compare with, so there the stored evaluations must come out again byte for byte.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING

from sqlmodel import Session, SQLModel, col, select

from audit.canonical import canonical_bytes
from audit.copy_again import LastYear
from audit.errors import AuditError, UnknownBookError
from audit.evaluate import evaluate
from audit.evaluators import Evaluators
from audit.facts_of import facts_of
from audit.filings import phase_read
from audit.project import follow
from audit.project.rows import written
from audit.score_change import as_told, score_change
from audit.target_doubts import target_doubts
from audit.upcast import payload_of
from models.carrying import FactsCarried
from models.database import reading
from models.ledger import LedgerRecord
from models.memory import memory_engine
from models.payloads import EvaluationMade, EvaluationUndecided, RubricAdopted, ScoreChanged
from models.projected import projection_tables
from models.projections import PROJECTIONS, Department
from models.tables import table_of
from models.targets import TargetsDoubted
from rules.core.errors import RulesError
from rules.core.numbers import exact

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy import Engine


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One place where replaying gave something else.

    That is "table" (a row), "evaluation", "change", "doubts", "rubric", "payload" or "copy" (of last year's book).
    """

    what: str
    where: str
    stored: str
    replayed: str


@dataclass(frozen=True, slots=True)
class Replay:
    """What replaying found. `session` holds the rebuilt tables for whoever wants to look around.

    `uncompared` counts the copies of last year's book that could not be made again, because it is not in the database.
    """

    book: str
    records: int
    of: int
    evaluations: int
    tables: int
    rows: int
    mismatches: tuple[Mismatch, ...]
    session: Session = field(compare=False)
    uncompared: int = 0


@dataclass(frozen=True, slots=True)
class Until:
    """Where to stop: after a sequence, behind a domain moment, or behind a moment of recording. None means the end."""

    sequence: int | None = None
    moment: str | None = None
    recorded: str | None = None

    def includes(self, record: LedgerRecord) -> bool:
        """Whether the record belongs to the part that is replayed."""
        early = self.sequence is None or record.sequence <= self.sequence
        happened = self.moment is None or record.happened_at <= self.moment
        return early and happened and (self.recorded is None or record.recorded_at <= self.recorded)

    def require_within(self, book: str, count: int) -> None:
        """Refuse to stop at a record that the book does not have. Raises AuditError `record.unknown`."""
        if self.sequence is not None and self.sequence > count:
            raise AuditError("record.unknown", book=book, sequence=str(self.sequence), count=str(count))


def replay(
    engine: Engine,
    book: str,
    until: Until | None = None,
    evaluators: Evaluators | None = None,
    progress: Callable[[int], None] = lambda _: None,
) -> Replay:
    """Replay `book` from the live database behind `engine`, which others may go on writing to.

    Raises UnknownBookError for a book without records, AuditError `record.unknown` for a limit that it does not reach
    or for a record that the tables cannot follow.
    """
    limit = until or Until()
    rebuilt = empty_tables()
    mismatches: list[Mismatch] = []
    done = evaluations = 0
    with Session(reading(engine)) as live:
        records, last_year = _records(live, book), LastYear(live, empty_tables)
        limit.require_within(book, len(records))
        sequences = {record.sequence: record for record in records}
        for record in records:
            if limit.includes(record):
                payload = payload_of(record)
                mismatches += _write_again(record)
                if isinstance(payload, EvaluationMade | EvaluationUndecided):
                    evaluations += 1
                    mismatches += _fire_again(rebuilt, record, payload, evaluators or _SHARED)
                if isinstance(payload, ScoreChanged):
                    mismatches += _tell_again(rebuilt, record, payload, sequences)
                if isinstance(payload, TargetsDoubted):
                    mismatches += _doubt_again(rebuilt, record, payload, sequences)
                if isinstance(payload, FactsCarried):
                    mismatches += _copy_again(rebuilt, record, payload, last_year, evaluators or _SHARED)
                if isinstance(payload, RubricAdopted):
                    mismatches += _hash_again(record, payload)
                follow(rebuilt, ((record, payload),))
                done += 1
                progress(record.sequence)
        rows = 0
        if done == len(records):
            rows, differing = compare_tables(live, rebuilt, book)
            mismatches += differing
    compared = (evaluations, len(PROJECTIONS), rows)
    return Replay(book, done, len(records), *compared, tuple(mismatches), rebuilt, last_year.uncompared)


_SHARED = Evaluators()


def empty_tables() -> Session:
    """A session on a new database in memory, with the projections and nothing in them."""
    return Session(memory_engine(projection_tables()), expire_on_commit=False)


def _records(live: Session, book: str) -> list[LedgerRecord]:
    query = select(LedgerRecord).where(col(LedgerRecord.book) == book).order_by(col(LedgerRecord.sequence))
    records = list(live.exec(query))
    if not records:
        raise UnknownBookError(book=book)
    return records


def _write_again(record: LedgerRecord) -> list[Mismatch]:
    """A payload has one form; a verifier that never writes again cannot see that these bytes are another."""
    try:
        again = canonical_bytes(json.loads(record.payload)).decode()
    except AuditError as error:
        again = f"{error.code} {error.params}"
    stored = record.payload.decode()
    return [] if again == stored else [Mismatch("payload", _place(record), stored, again)]


def _fire_again(
    rebuilt: Session, record: LedgerRecord, stored: EvaluationMade | EvaluationUndecided, evaluators: Evaluators
) -> list[Mismatch]:
    """Evaluate from the rebuilt tables and the book's own rubric; an evaluation must come out byte for byte."""
    try:
        again = _evaluated(rebuilt, record, stored, evaluators)
    except (AuditError, RulesError) as error:
        # What could be evaluated once can be evaluated again, unless it is no longer what it was.
        return [Mismatch("evaluation", _place(record), record.payload.decode(), f"{error.code} {error.params}")]
    replayed = canonical_bytes(again)
    if replayed == record.payload or _was_undecided(stored, again):
        return []
    return [Mismatch("evaluation", _place(record), record.payload.decode(), replayed.decode())]


def _evaluated(
    rebuilt: Session, record: LedgerRecord, stored: EvaluationMade | EvaluationUndecided, evaluators: Evaluators
) -> EvaluationMade | EvaluationUndecided:
    rubric, evaluator = evaluators.of(rebuilt, record.book, stored.rubric_hash)
    department = record.subject_department or ""
    phase = phase_read(rebuilt, record.book, department, stored.stage)
    facts = facts_of(rebuilt, rubric, record.book, department, phase, record.happened_at)
    return evaluate(evaluator, facts, stored.stage, stored.cause, stored.rubric_hash)


def _tell_again(
    rebuilt: Session, record: LedgerRecord, stored: ScoreChanged, records: Mapping[int, LedgerRecord]
) -> list[Mismatch]:
    """The difference between the two scores must come out again; whose turn it is now is not the scores' to say."""
    cause = records.get(stored.cause)
    again = None if cause is None else score_change(rebuilt, cause, stored.reopened)
    if again is not None and as_told(again, stored) == stored:
        return []
    replayed = "-" if again is None else again.model_dump_json()
    return [Mismatch("change", _place(record), stored.model_dump_json(), replayed)]


def _doubt_again(
    rebuilt: Session, record: LedgerRecord, stored: TargetsDoubted, records: Mapping[int, LedgerRecord]
) -> list[Mismatch]:
    """What looked doubtful in filed targets must look so again."""
    cause = records.get(stored.cause)
    again = None if cause is None else target_doubts(rebuilt, cause, exact(stored.far))
    if again == stored:
        return []
    replayed = "-" if again is None else again.model_dump_json()
    return [Mismatch("doubts", _place(record), stored.model_dump_json(), replayed)]


def _copy_again(
    rebuilt: Session, record: LedgerRecord, stored: FactsCarried, last_year: LastYear, evaluators: Evaluators
) -> list[Mismatch]:
    """What was copied of last year's book must be what its own records say, as far as it is here."""
    name = record.subject_department or ""
    department = written(rebuilt).get_one(Department, (record.book, name))
    try:
        rubric, _ = evaluators.of(rebuilt, record.book, department.rubric_hash)
        again = last_year.copy_again(stored, name, rubric)
    except (AuditError, KeyError) as error:
        return [Mismatch("copy", _place(record), stored.model_dump_json(), repr(error))]
    if again is None or again == stored:
        return []
    return [Mismatch("copy", _place(record), stored.model_dump_json(), again.model_dump_json())]


def _hash_again(record: LedgerRecord, stored: RubricAdopted) -> list[Mismatch]:
    """The hash that every evaluation names must be the one of the rubric's bytes in the book."""
    found = sha256(stored.yaml.encode()).hexdigest()
    return [] if found == stored.hash else [Mismatch("rubric", _place(record), stored.hash, found)]


def _place(record: LedgerRecord) -> str:
    return f"{record.book}#{record.sequence}"


def _was_undecided(stored: EvaluationMade | EvaluationUndecided, again: EvaluationMade | EvaluationUndecided) -> bool:
    """A fault of the engine is not repeatable: what stays undecided must only have had the interpreter's rules."""
    if not isinstance(stored, EvaluationUndecided) or not isinstance(again, EvaluationMade):
        return False
    return again.evaluation.get("fired") == list(stored.interpreter)


def compare_tables(live: Session, rebuilt: Session, book: str) -> tuple[int, list[Mismatch]]:
    """Compare every projection of a book; returns how many rows were compared, and what differs."""
    compared = 0
    differing: list[Mismatch] = []
    for table in PROJECTIONS:
        one, other = rows_of(live, table, book), rows_of(rebuilt, table, book)
        compared += len(one.keys() | other.keys())
        for key in sorted(one.keys() | other.keys()):
            if one.get(key) != other.get(key):
                name = f"{table.__tablename__}{list(key)}"
                differing.append(Mismatch("table", name, str(one.get(key)), str(other.get(key))))
    return compared, differing


def rows_of(session: Session, table: type[SQLModel], book: str) -> dict[tuple[str, ...], dict[str, object]]:
    """Every row of a book in one table by its key."""
    described = table_of(table)
    keys = [column.name for column in described.primary_key]
    # As plain rows: objects of them all would take longer than everything else that is compared.
    session.flush()
    rows = session.connection().execute(described.select().where(described.c.book == book)).mappings()
    return {tuple(str(row[key]) for key in keys): dict(row) for row in rows}
