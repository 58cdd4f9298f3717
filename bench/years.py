"""`python -m bench.years [DEPARTMENTS…]`: whole compressed years beside bare workflows that do the same of nothing.

The bare ones have as many updates, timers, activities and runs, at the same moments, on a server with the same settings
and in a worker of their own; once their activities do nothing, once each writes one durable row. All are played in
turn, and each time includes the start of server and worker. Beside the ratio of the times stands that of the processor
times of driver, worker and server, which noise on the machine disturbs less.
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from app.rehearsal.rehearse import Rehearsed, rehearse
from app.settings import Settings
from app.wiring import open_desk
from bench.bare_play import play_bare
from bench.bare_script import BareScript, script_of
from bench.district import write_district
from bench.processor import processor_time_ns
from bench.ratio import Ratio, in_turn, table
from models.values import instant_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.scenario import PlayedAct, Scenario
    from bench.ratio import Step, Taken

_SEED: Final = 20_211_231
_COUNTS: Final = (50,)
_ROUNDS: Final = 3
# Seventy per cent of the throughput of the bare ones.
_CLAIM: Final = 1.43
_MICROSECONDS: Final = 1_000_000


def main(counts: tuple[int, ...], rounds: int = _ROUNDS) -> None:
    """Print each ratio beside its claim."""
    for count in counts:
        with TemporaryDirectory(prefix="jixiao-bench-") as folder:
            sys.stdout.writelines(table(measure(Path(folder), count, rounds)))
            sys.stdout.flush()


def measure(folder: Path, count: int, rounds: int) -> list[Ratio]:
    """Medians of so many rounds; one play before them is not measured and writes the script of the bare ones."""
    district = str(write_district(folder / "scenario", count, _SEED).folder)
    (played,) = _play(folder / "first", district)
    script = _script(folder / "first", played)
    plays = (_round(folder / str(number), district, played, script) for number in range(rounds))
    medians = in_turn(plays, 0, processor_time_ns)
    return [
        _ratio(f"{count} departments' year, bare activities do nothing", medians, "nothing", _CLAIM),
        _ratio(f"{count} departments' year, bare activities write a row", medians, "row", None),
    ]


def acts_of(scenario: Scenario) -> dict[str, list[str]]:
    """The moments of every department's acts, in their order."""
    acts: dict[str, list[str]] = {one.id: [] for one in scenario.departments}
    for act in sorted(scenario.acts, key=lambda act: act.at):
        acts[act.department].append(instant_text(act.at))
    return acts


def _round(folder: Path, district: str, played: Rehearsed, script: BareScript) -> Mapping[str, Step]:
    folder.mkdir()
    bare = partial(play_bare, script=script, starts=played.scenario.starts)
    return {
        "year": partial(_play, folder / "year", district),
        "nothing": partial(bare, folder / "nothing", durable=False),
        "row": partial(bare, folder / "row", durable=True),
    }


def _play(folder: Path, district: str) -> tuple[Rehearsed, ...]:
    return rehearse(Settings(data=folder), [district], _silent)


def _script(folder: Path, played: Rehearsed) -> BareScript:
    desk = open_desk(Settings(data=folder))
    try:
        return script_of(desk, played.book, played.scenario, acts_of(played.scenario))
    finally:
        desk.engine.dispose()


def _ratio(what: str, medians: Mapping[str, Taken], floor: str, most: float | None) -> Ratio:
    took, low = medians["year"], medians[floor]
    texts = (f"{took.wall / _MICROSECONDS:.1f} s", f"{low.wall / _MICROSECONDS:.1f} s")
    return Ratio(what, *texts, took.wall / low.wall, most, f"{took.processor / low.processor:.2f} processor")


def _silent(_stage: str, _act: PlayedAct | None) -> None:
    """Nobody watches."""


if __name__ == "__main__":
    main(tuple(int(count) for count in sys.argv[1:]) or _COUNTS)
