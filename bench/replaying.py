"""Replaying a district's year: the time for each record must not grow with the number of departments."""

from __future__ import annotations

from time import process_time
from typing import TYPE_CHECKING, Final

from app.settings import Settings
from audit.evaluators import Evaluators
from audit.replay import replay
from bench.append_one import desk_of
from bench.direct import DirectDistrict
from bench.ratio import Ratio

if TYPE_CHECKING:
    from pathlib import Path

_MOST: Final = 1.3
_SEED: Final = 20_211_231
_TIMES: Final = 3


def measure(folder: Path, counts: tuple[int, ...]) -> list[Ratio]:
    """Processor time for each record of a replay, beside that of the smallest district."""
    taken = [_per_record(folder / str(count), count) for count in counts]
    return [
        Ratio(
            f"replay: {count} departments, a record", f"{each:,.0f} us", f"{taken[0]:,.0f} us", each / taken[0], _MOST
        )
        for count, each in zip(counts[1:], taken[1:], strict=True)
    ]


def _per_record(folder: Path, count: int) -> float:
    """Microseconds; the best of some runs. Raises ValueError if replaying gave anything else than the book says."""
    desk = desk_of(Settings(data=folder / "data"))
    district = DirectDistrict(desk, folder / "scenario", count, _SEED)
    for department in district.departments:
        district.play(department)
    evaluators, best = Evaluators(), float("inf")
    for _ in range(_TIMES):
        started = process_time()
        found = replay(desk.engine, district.book, evaluators=evaluators)
        best = min(best, (process_time() - started) / found.records)
        found.session.close()
        if found.mismatches:
            raise ValueError(f"replaying gave something else: {found.mismatches[0]}")
    desk.engine.dispose()
    return best * 10**6
