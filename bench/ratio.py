"""Ratios of one run: what is claimed of one way of doing a thing beside another, and what was measured."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from time import perf_counter_ns, process_time_ns
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    Step = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Ratio:
    """Something measured, in the text of its unit, and how often its floor it took; `most` is claimed, None: nothing.

    `what` names it.
    """

    what: str
    took: str
    floor: str
    ratio: float
    most: float | None

    @property
    def verdict(self) -> str:
        """Whether the claim was held in this run."""
        if self.most is None:
            return ""
        return "held" if self.ratio <= self.most else "not held"


def in_turn(rounds: Iterable[Mapping[str, Step]], warm_up: int, *, processor: bool = False) -> dict[str, float]:
    """Median microseconds of each step; every round takes all steps in turn, so that noise comes to all alike.

    `processor` counts what this process worked, not what it waited for: steady on a machine that others use too.
    """
    clock = process_time_ns if processor else perf_counter_ns
    taken: dict[str, list[int]] = {}
    for number, steps in enumerate(rounds):
        for name, step in steps.items():
            start = clock()
            step()
            if number >= warm_up:
                taken.setdefault(name, []).append(clock() - start)
    return {name: median(times) / 1000 for name, times in taken.items()}


def beside(what: str, medians: Mapping[str, float], name: str, floor: str, most: float | None) -> Ratio:
    """The ratio of a step to its floor."""
    took, low = medians[name], medians[floor]
    return Ratio(what, _microseconds(took), _microseconds(low), took / low, most)


def table(ratios: Iterable[Ratio]) -> Iterator[str]:
    """The lines of a table."""
    yield f"{'':58}{'measured':>14}{'floor':>14}{'ratio':>8}{'claim':>9}\n"
    for one in ratios:
        claim = "" if one.most is None else f"<= {one.most:g}"
        yield f"{one.what:58}{one.took:>14}{one.floor:>14}{one.ratio:8.2f}{claim:>9}  {one.verdict}\n"


def _microseconds(value: float) -> str:
    return f"{value:,.0f} us"
