"""`python -m bench.scale [COUNT…]`: whole years of made-up districts on the real engine, one after another.

Prints for each what grows with the number of departments: time, records, the workflows' histories, the files.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING, Final

from app.rehearsal.rehearse import rehearse
from app.settings import Settings
from app.temporal_client import connect
from app.temporal_server import temporal_server
from app.wiring import open_desk
from audit.replay import replay
from audit.verifier.verify_books import verify
from bench.district import write_district
from bench.processor import processor_seconds
from workflows.names import cycle_id

if TYPE_CHECKING:
    from temporalio.client import WorkflowExecution

    from app.scenario import PlayedAct
    from bench.district import District

_COUNTS: Final = (25, 50, 100)
_SEED: Final = 20_211_231
_HEAD: Final = (
    "departments  records    play  records/s  processor  verify  replay  cycle's history  longest run  jixiao.db"
    "  temporal.db"
)


def main(counts: list[int]) -> None:
    """Play a district of each size in a folder that is removed afterwards."""
    sys.stdout.write(f"{_HEAD}\n")
    for count in counts or _COUNTS:
        with TemporaryDirectory(prefix="jixiao-scale-") as folder:
            sys.stdout.write(f"{_measured(Path(folder), count)}\n")
            sys.stdout.flush()


def _measured(folder: Path, count: int) -> str:
    district = write_district(folder / "scenario", count, _SEED)
    settings = Settings(data=folder / "data")
    started, worked = perf_counter(), processor_seconds()
    (played,) = rehearse(settings, [str(district.folder)], _silent)
    seconds, work = perf_counter() - started, processor_seconds() - worked
    verified, replayed = _checked(settings, played.book, district)
    histories = asyncio.run(_histories(settings))
    cycle = next(one for one in histories if one.id == cycle_id(played.book))
    longest = max(one.history_length for one in histories if one is not cycle)
    megabytes = [file.stat().st_size / 2**20 for file in (settings.database, settings.temporal)]
    columns = (
        f"{count:11}",
        f"{district.records:7}",
        f"{seconds:5.0f}s",
        f"{district.records / seconds:9.1f}",
        f"{work:8.0f}s",
        f"{verified:5.1f}s",
        f"{replayed:5.1f}s",
        f"{cycle.history_length:8} events",
        f"{longest:4} events",
        *(f"{size:7.1f} MB" for size in megabytes),
    )
    return "  ".join(columns)


def _checked(settings: Settings, book: str, district: District) -> tuple[float, float]:
    """Seconds of verifying and replaying; ends the run when the book is not what was planned."""
    desk = open_desk(settings)
    started = perf_counter()
    report = verify(settings.data)
    verified = perf_counter()
    again = replay(desk.engine, book)
    replayed = perf_counter()
    if not report.ok or again.mismatches or report.books[0].count != district.records:
        sys.exit(f"the book is not as planned: {report.first} {again.mismatches[:1]} {district.records} records")
    return verified - started, replayed - verified


async def _histories(settings: Settings) -> list[WorkflowExecution]:
    with temporal_server(settings.temporal, settings.logs / "temporal.log", skipping=True) as address:
        client = await connect(address)
        return [one async for one in client.list_workflows()]


def _silent(_stage: str, _act: PlayedAct | None) -> None:
    """Nobody watches."""


if __name__ == "__main__":
    main([int(count) for count in sys.argv[1:]])
