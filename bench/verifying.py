"""Verifying a book's chain, beside reading all of its rows and hashing the same bytes; and what memory it all takes."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from hashlib import sha256
from time import perf_counter
from typing import TYPE_CHECKING, Final

from activities.conclude import sign_head
from app.settings import Settings
from audit.record import COLUMNS, LAYOUT
from audit.verifier.verify_books import verify
from bench.append_bulk import BOOK, new_book, reminders
from bench.append_one import desk_of
from bench.ratio import Ratio, in_turn, worked_beside

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

_MOST: Final = 2.0
_FLAT: Final = 1.1
_BATCH: Final = 10_000
_KIBI: Final = 1024
_ROWS: Final = f"SELECT {', '.join(COLUMNS)}, payload, hash FROM ledger ORDER BY book, sequence"  # noqa: S608  # fixed names


_CHILD: Final = """
import sys
from pathlib import Path
from audit.verifier.verify_books import verify
ok = verify(Path(sys.argv[1])).ok
status = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
print(next(line.split()[1] for line in status if line.startswith("VmHWM")))
sys.exit(not ok)
"""


def measure(data: Path, rounds: int, warm_up: int) -> list[Ratio]:
    """Verify a data folder. Raises ValueError if the two ways do not agree that nothing was altered."""
    medians = in_turn(_rounds(data, rounds), warm_up)
    return [worked_beside(f"verify: {_count(data):,} records, processor time", medians, "verify", "hashing", _MOST)]


def memory(folder: Path, few: int, many: int) -> tuple[list[Ratio], str]:
    """Peak memory of the verifier's own process over few and over many records, and a line about the larger book."""
    small, _ = _peak(write_book(folder / "few", few))
    place = write_book(folder / "many", many)
    large, seconds = _peak(place)
    size = (place / "jixiao.db").stat().st_size / 2**20
    ratio = Ratio(
        f"verify: peak memory, {many:,} records beside {few:,}",
        f"{large / _KIBI:.1f} MB",
        f"{small / _KIBI:.1f} MB",
        large / small,
        _FLAT,
    )
    return [ratio], f"{many:,} records: {size:,.0f} MB, verified in {seconds:.1f} s\n"


def write_book(data: Path, count: int) -> Path:
    """A data folder with a signed book of so many records."""
    shutil.rmtree(data, ignore_errors=True)
    desk = new_book(desk_of(Settings(data=data)))
    for first in range(0, count - 1, _BATCH):
        with desk.writing(BOOK, 1) as writer:
            writer.append_all(reminders(first, min(_BATCH, count - 1 - first)))
    sign_head(desk, BOOK)
    desk.engine.dispose()
    return data


def _rounds(data: Path, rounds: int) -> Iterator[Mapping[str, Callable[[], object]]]:
    for _ in range(rounds):
        yield {"verify": lambda: _verified(data), "hashing": lambda: _hashed(data)}


def _verified(data: Path) -> None:
    report = verify(data, chain_only=True)
    if not report.ok:
        raise ValueError(f"the book is not as written: {report.first}")


def _hashed(data: Path) -> None:
    with closing(sqlite3.connect(data / "jixiao.db")) as connection:
        for *columns, payload, own in connection.execute(_ROWS):
            parts = [LAYOUT]
            for value in columns:
                raw = None if value is None else str(value).encode()
                parts.append(b"\x00" if raw is None else b"\x01" + len(raw).to_bytes(8, "big") + raw)
            parts.append(sha256(payload).digest())
            if sha256(b"".join(parts)).hexdigest() != own:
                raise ValueError("a record's hash is not its own")


def _count(data: Path) -> int:
    with closing(sqlite3.connect(data / "jixiao.db")) as connection:
        return int(connection.execute("SELECT count(*) FROM ledger").fetchone()[0])


def _peak(data: Path) -> tuple[int, float]:
    """Peak resident kibibytes and seconds of a process that only verifies. Raises ValueError for a damaged book."""
    started = perf_counter()
    # Its own count: what the parent's tells of a child begins with the parent's own size.
    child = subprocess.run([sys.executable, "-c", _CHILD, str(data)], capture_output=True, text=True, check=False)  # noqa: S603  # this project's own program
    if child.returncode:
        raise ValueError(f"the verifier ended with {child.returncode}: {child.stderr}")
    return int(child.stdout), perf_counter() - started
