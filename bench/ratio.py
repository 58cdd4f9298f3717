"""Ratios of one run: what is claimed of one way of doing a thing beside another, and what was measured."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from time import perf_counter_ns, process_time_ns
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    Step = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Ratio:
    """Something measured, in the text of its unit, and how often its floor it took; `most` is claimed, None: nothing.

    `what` names it; `other` is the ratio by the other clock, which nothing is claimed of.
    """

    what: str
    took: str
    floor: str
    ratio: float
    most: float | None
    other: str = ""

    @property
    def verdict(self) -> str:
        """Whether the claim was held in this run."""
        if self.most is None:
            return ""
        return "held" if self.ratio <= self.most else "not held"


class Taken(NamedTuple):
    """Median microseconds of a step: until it was done, and of the work in it."""

    wall: float
    processor: float


def in_turn(
    rounds: Iterable[Mapping[str, Step]], warm_up: int, worked: Callable[[], int] = process_time_ns
) -> dict[str, Taken]:
    """What each step took; every round takes all steps in turn, so that noise comes to all alike.

    `worked` tells the nanoseconds of work so far: this process's own, if no other is named.
    """
    taken: dict[str, list[Taken]] = {}
    for number, steps in enumerate(rounds):
        for name, step in steps.items():
            wall, processor = perf_counter_ns(), worked()
            step()
            one = Taken((perf_counter_ns() - wall) / 1000, (worked() - processor) / 1000)
            if number >= warm_up:
                taken.setdefault(name, []).append(one)
    return {name: Taken(*map(median, zip(*each, strict=True))) for name, each in taken.items()}


def beside(what: str, medians: Mapping[str, Taken], name: str, floor: str, most: float | None) -> Ratio:
    """The ratio of a step to its floor until it was done, waiting for the disk included."""
    took, low = medians[name], medians[floor]
    other = f"{took.processor / low.processor:.2f} processor"
    return Ratio(what, _microseconds(took.wall), _microseconds(low.wall), took.wall / low.wall, most, other)


def worked_beside(what: str, medians: Mapping[str, Taken], name: str, floor: str, most: float) -> Ratio:
    """The ratio of a step's own work to that of its floor: of what waits for nothing, and steady on a busy machine."""
    took, low = medians[name], medians[floor]
    texts = (_microseconds(took.processor), _microseconds(low.processor))
    return Ratio(what, *texts, took.processor / low.processor, most, f"{took.wall / low.wall:.2f} wall")


def table(ratios: Iterable[Ratio]) -> Iterator[str]:
    """The lines of a table."""
    yield f"{'':58}{'measured':>14}{'floor':>14}{'ratio':>8}{'claim':>9}{'by the other clock':>21}\n"
    for one in ratios:
        claim = "" if one.most is None else f"<= {one.most:g}"
        yield f"{one.what:58}{one.took:>14}{one.floor:>14}{one.ratio:8.2f}{claim:>9}{one.other:>21}  {one.verdict}\n"


def _microseconds(value: float) -> str:
    return f"{value:,.0f} us"
