"""One filing with its evaluation: the whole activity, the appending alone, and the bare writing of the same bytes.

Three databases with the same book take each filing in turn: one by the activity that a person waits for, one by
appending the entries that it made, one by the bare driver with the statements that it wrote. Both of the latter begin
with the bytes at hand; what making them takes, canonical JSON and its digest, is told beside.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Final

import psycopg
from sqlmodel import col, select

from activities.desk import Desk
from activities.handle_act import handle_act
from activities.signatures import ActCall
from app.settings import Settings
from app.wiring import open_desk
from audit.entry import Entry
from audit.evaluate import evaluate
from audit.facts_of import facts_of
from audit.replay import compare_tables
from audit.upcast import payload_as, payload_of
from bench.direct import DirectDistrict
from bench.floor import BareConnection, Statement, send, sent, writes
from bench.ratio import Ratio, Taken, beside, in_turn
from models.inbox import InboxRequest
from models.ledger import LedgerRecord
from models.payloads import EvaluationMade
from models.values import instant
from tests.support.postgresql import running_server

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from sqlmodel import Session

    from bench.ratio import Step
    from models.values import Frozen

_PHASE: Final = "self-evaluation"
_ACT: Final = f"{_PHASE}.file"
_MOST: Final = 1.5
_SEED: Final = 20_211_231
_OF_THE_INBOX: Final = f"UPDATE {InboxRequest.__tablename__} "
_PRAGMAS: Final = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "recursive_triggers=ON",
    "secure_delete=ON",
)


@dataclass(frozen=True)
class Filing:
    """One filing: the act, what it gave to be appended, and the statements that it was written with."""

    call: ActCall
    said: list[Callable[[], Entry]] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)


@dataclass(frozen=True)
class Filings:
    """The desks of the first two, the bare connection of the third with its way to begin, and what is filed."""

    whole: Desk
    appending: Desk
    bare: BareConnection
    begin: str
    calls: tuple[ActCall, ...]

    def measured(self, name: str, warm_up: int) -> list[Ratio]:
        """File everything three times; the last only to count the statements."""
        filings = [Filing(call) for call in self.calls]
        medians = in_turn(map(self._whole, filings), warm_up)
        medians |= in_turn(map(self._written, filings[:-1]), warm_up)
        medians["entries and append"] = Taken(*map(sum, zip(medians["entries"], medians["append"], strict=True)))
        return [
            beside(f"{name}: append of a filing and its evaluation", medians, "append", "bare", _MOST),
            beside(f"{name}: the same, with making its bytes", medians, "entries and append", "bare", None),
            self._counted(f"{name}: its statements", filings[-1]),
            beside(f"{name}: the whole activity, rules computed within", medians, "whole", "bare", None),
        ]

    def _whole(self, filing: Filing) -> Mapping[str, Step]:
        call = filing.call

        def whole() -> None:
            with writes(self.whole.engine) as written:
                handle_act(self.whole, call)
            # The activity's own mark in the inbox is no part of what is appended.
            filing.statements.extend(one for one in written if not one[0].startswith(_OF_THE_INBOX))

        return {"whole": whole}

    def _written(self, filing: Filing) -> Mapping[str, Step]:
        return {
            "said": partial(self._say, filing),
            "entries": partial(self._make, filing),
            "append": partial(self._append, filing),
            # Neither comes with what the other left in the processor's caches: both follow a computed evaluation.
            "said again": partial(said_of, self.whole, filing.call.book, filing.call.department),
            "bare": partial(self._bare, filing),
        }

    def _say(self, filing: Filing) -> None:
        filing.said.extend(said_of(self.whole, filing.call.book, filing.call.department))

    def _make(self, filing: Filing) -> None:
        filing.entries.extend(one() for one in filing.said)

    def _append(self, filing: Filing) -> None:
        with self.appending.writing(filing.call.book, filing.call.epoch) as writer:
            for entry in filing.entries:
                writer.append(entry)

    def _bare(self, filing: Filing) -> None:
        send(self.bare, self.begin, filing.statements)

    def _counted(self, what: str, filing: Filing) -> Ratio:
        self._say(filing)
        self._make(filing)
        with sent(self.appending.engine) as statements:
            self._append(filing)
        self._bare(filing)
        ours, theirs = len(statements), len(filing.statements)
        return Ratio(what, str(ours), str(theirs), ours / theirs, None)


def said_of(desk: Desk, book: str, department: str) -> list[Callable[[], Entry]]:
    """What makes the entries of a department's last filing and its evaluation, as they were given to be appended.

    The filing is read, as a worker reads what was sent to it; the evaluation is computed, with the words of the rubric
    that the process keeps.
    """
    with desk.reading() as session:
        query = select(LedgerRecord).where(
            col(LedgerRecord.book) == book, col(LedgerRecord.subject_department) == department
        )
        made, filed = session.exec(query.order_by(col(LedgerRecord.sequence).desc()).limit(2)).all()
        evaluation = _evaluated(desk, session, made, filed)
    return [partial(entry_of, filed, payload_of(filed)), partial(entry_of, made, evaluation)]


def _evaluated(desk: Desk, session: Session, made: LedgerRecord, filed: LedgerRecord) -> Frozen:
    before = payload_as(made, EvaluationMade)
    rubric, evaluator = desk.evaluators.of(session, made.book, before.rubric_hash)
    facts = facts_of(session, rubric, made.book, filed.subject_department or "", _PHASE, filed.happened_at)
    return evaluate(evaluator, facts, before.stage, filed.sequence, before.rubric_hash)


def entry_of(record: LedgerRecord, payload: Frozen) -> Entry:
    """What was given to write this record with this payload."""
    return Entry(
        kind=record.kind,
        key=record.key,
        actor=record.actor,
        role=record.role,
        happened_at=instant(record.happened_at),
        payload=payload,
        received_at=record.received_at,
        department=record.subject_department,
        row=record.subject_row,
        evidence=record.subject_evidence,
    )


def require_equal(one: Desk, other: Desk, book: str) -> None:
    """Raise ValueError unless two desks hold the same records and tables of a book."""
    with one.reading() as left, other.reading() as right:
        query = select(LedgerRecord.hash).where(col(LedgerRecord.book) == book).order_by(col(LedgerRecord.sequence))
        _, differing = compare_tables(left, right, book)
        if left.exec(query).all() != right.exec(query).all() or differing:
            raise ValueError(f"two books differ: {differing[:1]}")


def on_sqlite(folder: Path, count: int, warm_up: int) -> list[Ratio]:
    """Measure on files."""
    first = desk_of(Settings(data=folder / "0"))
    calls = _ready(first, folder, count)
    first.engine.dispose()
    places = [Settings(data=folder / str(number)) for number in range(3)]
    for place in places[1:]:
        shutil.copytree(places[0].data, place.data)
    desks = [desk_of(place) for place in places]
    with closing(bare_sqlite(places[2].database)) as bare:
        found = Filings(desks[0], desks[1], bare, "BEGIN IMMEDIATE", calls).measured("SQLite", warm_up)
    return _compared(desks, calls, found)


def on_postgresql(folder: Path, count: int, warm_up: int) -> list[Ratio]:
    """Measure on a server that writes through to its disk."""
    with running_server() as server:
        server.run("ALTER SYSTEM SET fsync = on")
        server.run("SELECT pg_reload_conf()")
        name = server.database()
        first = desk_of(server.settings(folder / "0", name))
        calls = _ready(first, folder, count)
        first.engine.dispose()
        names = [name, server.copy(name), server.copy(name)]
        places = [server.settings(folder / str(number), each) for number, each in enumerate(names)]
        desks = [desk_of(place) for place in places]
        address = desks[2].engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(address, autocommit=True) as bare:
            found = Filings(desks[0], desks[1], bare, "BEGIN", calls).measured("PostgreSQL", warm_up)
        return _compared(desks, calls, found)


def desk_of(settings: Settings) -> Desk:
    """A desk whose clock stands, so that the same acts write the same bytes."""
    return replace(open_desk(settings), clock=_fixed)


def _fixed() -> datetime:
    return datetime(2026, 1, 5, tzinfo=UTC)


def _ready(desk: Desk, folder: Path, count: int) -> tuple[ActCall, ...]:
    """Departments that have come as far as to file their self-evaluation."""
    district = DirectDistrict(desk, folder / "scenario", count, _SEED)
    calls = (district.play(department, _ACT) for department in district.departments)
    return tuple(call for call in calls if call is not None)


def _compared(desks: list[Desk], calls: tuple[ActCall, ...], found: list[Ratio]) -> list[Ratio]:
    for other in desks[1:]:
        require_equal(desks[0], other, calls[0].book)
    for desk in desks:
        desk.engine.dispose()
    return found


def bare_sqlite(path: Path) -> sqlite3.Connection:
    """A connection with the product's own settings and nothing of its code."""
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}").close()
    return connection
