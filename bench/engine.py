"""What one evaluation costs in the engine, beside the interpreter and the settling, in one run."""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter_ns
from typing import TYPE_CHECKING

import rules
from app.rehearsal.drawn_facts import Departments
from bench.every_shape import every_shape
from rules.core.admission import admit
from rules.core.semantics import interpret, interpret_monitoring, settle, settle_monitoring
from rules.engine import Network
from rules.network.networks import Networks
from rules.network.plan import Plan
from rules.rubric_file import load_rubric

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rules.core.facts import Facts
    from rules.core.rubric import Rubric

_WARM_UP = 50
_DEPARTMENTS = 400
_SEED = 20_211_231


def main() -> None:
    """Print, for each rubric, the medians and their ratios to the interpreter's."""
    for name, rubric in (("guangzhou-baiyun 2021", _baiyun()), ("every shape", every_shape())):
        _report(name, measure(rubric))


def measure(rubric: Rubric, count: int = _DEPARTMENTS) -> dict[str, float]:
    """Median microseconds of each step over the same departments, the steps taken in turn for each department."""
    departments = Departments(rubric, Random(_SEED))  # noqa: S311  # seeded play data, nothing secret
    networks = Networks(Plan(rubric), Network)
    taken: dict[str, list[int]] = {}
    for number in range(_WARM_UP + count):
        for name, step in _steps(rubric, networks, departments.draw()).items():
            start = perf_counter_ns()
            step()
            if number >= _WARM_UP:
                taken.setdefault(name, []).append(perf_counter_ns() - start)
    return {name: median(times) / 1000 for name, times in taken.items()}


def _steps(rubric: Rubric, networks: Networks, facts: Facts) -> dict[str, Callable[[], object]]:
    fired, watched = interpret(rubric, facts), interpret_monitoring(rubric, facts)
    return {
        "interpreter": lambda: interpret(rubric, facts),
        "engine": lambda: networks.score(facts),
        "admission": lambda: admit(rubric, facts),
        "settling": lambda: settle(rubric, "", facts, fired),
        "monitoring: interpreter": lambda: interpret_monitoring(rubric, facts),
        "monitoring: engine": lambda: networks.monitor(facts),
        "monitoring: settling": lambda: settle_monitoring(rubric, "", facts, watched),
    }


def _report(name: str, medians: dict[str, float]) -> None:
    sys.stdout.write(f"{name}: median of {_DEPARTMENTS} departments, one run\n")
    sys.stdout.writelines(_lines(medians))


def _lines(medians: dict[str, float]) -> Iterator[str]:
    for step, taken in medians.items():
        yield f"  {step:24} {taken:8.0f} us   x {taken / medians['interpreter']:.2f}\n"


def _baiyun() -> Rubric:
    room = Path(rules.__file__).parent
    return load_rubric(room / "rubrics" / "guangzhou-baiyun" / "2021" / "department.yaml").rubric
