"""`python -m bench [PART…] [DEPARTMENTS…]`: ratios of one run; ends with an error only where a result is wrong.

PARTS are engine, append, postgresql, batch, verify and replay; without one, all of them. DEPARTMENTS are the districts
whose replay is measured, the smallest first.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from bench import append_bulk, append_one, engine, replaying, verifying
from bench.ratio import table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bench.ratio import Ratio

_COUNTS: Final = (50, 100, 200)
_ENGINE: Final = "engine"


def _verify(folder: Path) -> list[Ratio]:
    ratios = verifying.measure(verifying.write_book(folder / "book", 20_000), 6, 1)
    flat, line = verifying.memory(folder, 10_000, 200_000)
    sys.stdout.write(line)
    return [*ratios, *flat]


def _parts(counts: tuple[int, ...]) -> dict[str, Callable[[Path], Sequence[Ratio]]]:
    return {
        "append": lambda folder: append_one.on_sqlite(folder, 120, 20),
        "postgresql": lambda folder: append_one.on_postgresql(folder, 60, 10),
        "batch": lambda folder: append_bulk.measure(folder, 22, 500, 2),
        "verify": _verify,
        "replay": lambda folder: replaying.measure(folder, counts),
    }


def main(given: Sequence[str]) -> None:
    """Print what one evaluation costs, then each ratio beside its claim, for the parts that are named."""
    counts = tuple(int(one) for one in given if one.isdecimal()) or _COUNTS
    parts = _parts(counts)
    names = [one for one in given if not one.isdecimal()] or [_ENGINE, *parts]
    unknown = set(names) - {_ENGINE, *parts}
    if unknown:
        sys.exit(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join((_ENGINE, *parts))}")
    if _ENGINE in names:
        engine.main()
    load = " ".join(f"{each:.1f}" for each in os.getloadavg())
    sys.stdout.write(f"\nload of the machine: {load}; medians of one run, both sides in turn\n")
    for name, measured in parts.items():
        if name in names:
            with TemporaryDirectory(prefix="jixiao-bench-") as folder:
                sys.stdout.writelines(table(measured(Path(folder))))


if __name__ == "__main__":
    main(sys.argv[1:])
