"""Many records in one transaction, beside a floor that canonicalises, hashes and inserts the same bytes."""

from __future__ import annotations

import json
import shutil
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from sqlite3 import Connection
from typing import TYPE_CHECKING, Final

from activities.open_book import open_book
from activities.signatures import BookOpening
from app.settings import Settings
from audit.entry import Entry
from audit.merkle import Frontier
from audit.record import COLUMNS, LAYOUT
from bench.append_one import bare_sqlite, desk_of, require_equal
from bench.ratio import beside, in_turn
from models.clock_payloads import ClockSaid
from models.ledger import Head
from models.opening import Officer, OpenBook
from models.values import instant_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from activities.desk import Desk
    from bench.ratio import Ratio

BOOK: Final = "made-up/2021/rehearsal"
_MOMENT: Final = datetime(2021, 1, 4, tzinfo=UTC)
_MOST: Final = 2.0
_LEDGER: Final = (*COLUMNS, "payload", "hash")
_ALERT: Final = ("book", "sequence", "to_role", "department", "matter", "act", "kind", "due", "days", "happened_at")


def measure(folder: Path, batches: int, size: int, warm_up: int) -> list[Ratio]:
    """Write the same batches of reminders both ways. Raises ValueError if the two books are not equal afterwards."""
    ours, theirs = (Settings(data=folder / name) for name in ("ours", "theirs"))
    new_book(desk_of(ours)).engine.dispose()
    shutil.copytree(ours.data, theirs.data)
    desk, other = desk_of(ours), desk_of(theirs)
    with closing(bare_sqlite(theirs.database)) as connection:
        medians = in_turn(_rounds(desk, Floor(connection, *_last(other)), batches, size), warm_up)
    require_equal(desk, other, BOOK)
    for each in (desk, other):
        each.engine.dispose()
    return [beside(f"SQLite: {size} records appended at once", medians, "append_all", "floor", _MOST)]


def new_book(desk: Desk) -> Desk:
    """Open a book that nothing else stands in."""
    opening = OpenBook(
        book=BOOK,
        name="虚构区财政局",
        shift_seconds=0,
        calendar={},
        officers=(Officer(actor="p-0", role="security-officer"),),
        opened_on="2021-01-04",
    )
    open_book(desk, BookOpening(happened_at=instant_text(_MOMENT), opening=opening))
    return desk


def reminders(first: int, count: int) -> list[Entry]:
    """So many reminders, each of a matter of its own."""
    return [_reminder(number) for number in range(first, first + count)]


def _reminder(number: int) -> Entry:
    return Entry(
        kind="deadline.reminded",
        key=f"@d{number % 200:03d}/targets/{number}",
        actor="system",
        role="system",
        happened_at=_MOMENT,
        department=f"d{number % 200:03d}",
        payload=ClockSaid(
            matter=f"targets/{number}",
            act="targets.file",
            kind="reminder",
            to_role="filler",
            due="2021-02-01",
            days=number % 30,
        ),
    )


def _rounds(desk: Desk, floor: Floor, batches: int, size: int) -> Iterator[Mapping[str, Callable[[], object]]]:
    for batch in range(batches):
        entries = reminders(batch * size, size)

        def append_all(entries: list[Entry] = entries) -> None:
            # The floor makes the bytes too, so they are made anew here.
            again = [replace(entry) for entry in entries]
            with desk.writing(BOOK, 1) as writer:
                writer.append_all(again)

        def write(entries: list[Entry] = entries) -> None:
            floor.write(entries)

        yield {"append_all": append_all, "floor": write}


def _last(desk: Desk) -> tuple[int, str, str, str]:
    with desk.reading() as session:
        head = session.get_one(Head, BOOK)
    return head.sequence, head.hash, head.recorded_at, head.peaks


@dataclass
class Floor:
    """Writes reminders with the standard library alone, straight from what they say."""

    connection: Connection
    sequence: int
    last: str
    recorded_at: str
    peaks: str

    def write(self, entries: list[Entry]) -> None:
        """Write them as one transaction."""
        ledger, alerts = [], []
        for entry in entries:
            said = entry.payload.__dict__
            payload = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
            record = self._record(entry, payload)
            ledger.append(record)
            about = (record[0], record[1], said["to_role"], entry.department, said["matter"])
            alerts.append((*about, said["act"], said["kind"], said["due"], said["days"], record[2]))
        self.connection.execute("BEGIN IMMEDIATE")
        self.connection.executemany(_insert("ledger", _LEDGER), ledger)
        self.connection.executemany(_insert("alert", _ALERT), alerts)
        grown = Frontier.parse(self.sequence - len(ledger), self.peaks)
        for record in ledger:
            grown = grown.append(bytes.fromhex(str(record[-1])))
        self.peaks = grown.text()
        self.connection.execute(
            "UPDATE head SET sequence = ?, hash = ?, peaks = ? WHERE book = ?",
            (self.sequence, self.last, self.peaks, BOOK),
        )
        self.connection.execute("COMMIT")

    def _record(self, entry: Entry, payload: bytes) -> tuple[str | int | bytes | None, ...]:
        self.sequence += 1
        columns: tuple[str | int | None, ...] = (
            BOOK,
            self.sequence,
            instant_text(entry.happened_at),
            self.recorded_at,
            entry.received_at,
            entry.actor,
            entry.role,
            entry.kind,
            1,
            entry.department,
            entry.row,
            entry.evidence,
            entry.key,
            1,
            self.last,
        )
        hashed = b"".join(map(_field, columns))
        self.last = sha256(LAYOUT + hashed + sha256(payload).digest()).hexdigest()
        return (*columns, payload, self.last)


def _field(value: str | int | None) -> bytes:
    if value is None:
        return b"\x00"
    raw = str(value).encode()
    return b"\x01" + len(raw).to_bytes(8, "big") + raw


def _insert(table: str, columns: tuple[str, ...]) -> str:
    blanks = ", ".join("?" * len(columns))
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({blanks})"  # noqa: S608  # names of this module only
