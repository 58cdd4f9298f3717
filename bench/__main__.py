"""`python -m bench [DEPARTMENTS…]`: ratios of one run; ends with an error only where a result is wrong.

DEPARTMENTS are the districts whose replay is measured, the smallest first.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from bench import append_bulk, append_one, engine, replaying, verifying
from bench.ratio import table

_COUNTS: Final = (50, 100, 200)


def main(counts: tuple[int, ...]) -> None:
    """Print what one evaluation costs, then each ratio beside its claim."""
    engine.main()
    load = " ".join(f"{each:.1f}" for each in os.getloadavg())
    sys.stdout.write(f"\nload of the machine: {load}; medians of one run, both sides in turn\n")
    with TemporaryDirectory(prefix="jixiao-bench-") as name:
        folder = Path(name)
        ratios = [
            *append_one.on_sqlite(folder / "sqlite", 60, 10),
            *append_one.on_postgresql(folder / "postgresql", 60, 10),
            *append_bulk.measure(folder / "bulk", 22, 500, 2),
            *verifying.measure(verifying.write_book(folder / "verify", 20_000), 6, 1),
        ]
        flat, line = verifying.memory(folder, 10_000, 200_000)
        ratios += [*flat, *replaying.measure(folder / "replay", counts)]
    sys.stdout.writelines(table(ratios))
    sys.stdout.write(line)


if __name__ == "__main__":
    main(tuple(int(count) for count in sys.argv[1:]) or _COUNTS)
