"""The admitted facts of a department as doubts look at them: exact figures, and the rows that ask for each."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from rules.core.evaluation import Figure
from rules.core.facts import Fact, Facts, Indicator, Result
from rules.core.numbers import exact, plain
from rules.core.row_inputs import row_inputs
from rules.core.rubric import Precheck, Row, Rubric

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


_NUMBERS = frozenset({"money", "percent", "count", "year"})


@dataclass(frozen=True, slots=True)
class Rated:
    """One of the department's indicators with a target and an actual value, and the row that scores it.

    `leaf` is the id that the row of this indicator has in an evaluation.
    """

    row: Row
    leaf: str
    indicator: Indicator
    result: Result
    target: Fraction
    actual: Fraction

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The target with its comparator, and the actual value."""
        one, came = self.indicator, self.result
        return (
            Figure(one.id, one.name, f"{one.comparator} {one.target}", one.unit, one.origin, one.place),
            Figure(one.id, one.name, came.actual or "", came.unit, came.origin, came.place),
        )


@dataclass(frozen=True, slots=True)
class Ground:
    """Looked up by the rubric's inputs; figures are in the unit in which they are filed.

    `asked` has, for each leaf row, the inputs that it asks for.
    """

    rubric: Rubric
    facts: Facts
    rules: Precheck
    filed: dict[str, Fact]
    asked: dict[str, frozenset[str]]

    def number(self, name: str) -> Fraction | None:
        """The exact figure as printed, None when it is not filed or no number."""
        fact = self.filed.get(name)
        if fact is None or self.rubric.inputs[name].type not in _NUMBERS:
            return None
        return exact(fact.value)

    def rate(self, name: str) -> Fraction | None:
        """The figure that the rubric's bounds mean: "93.66" of a percentage is 4683/5000."""
        value = self.number(name)
        return value / 100 if value is not None and self.rubric.inputs[name].type == "percent" else value

    def figures(self, names: Iterable[str]) -> tuple[Figure, ...]:
        """The facts of inputs as filed."""
        facts = [(self.rubric.inputs[name].name, self.filed[name]) for name in names if name in self.filed]
        return tuple(Figure(fact.input, name, fact.value, fact.unit, fact.origin, fact.place) for name, fact in facts)

    def rows(self, names: Iterable[str]) -> tuple[str, ...]:
        """The leaf rows that ask for any of these inputs."""
        wanted = frozenset(names)
        return tuple(row for row, inputs in self.asked.items() if wanted & inputs)

    def rated(self) -> Iterator[Rated]:
        """Every indicator whose target is above zero and that has an actual value."""
        results = {result.indicator: result for result in self.facts.results}
        for row in self.rubric.leaves():
            for one in self.facts.indicators if row.indicators is not None else ():
                came = results.get(one.id)
                if row.indicators is None or not row.indicators.owns(one.category) or one.comparator is None:
                    continue
                if came is None or came.actual is None or came.applies == "no" or exact(one.target or "0") <= 0:
                    continue
                leaf = f"{row.id}.{one.task}.{one.id}"
                yield Rated(row, leaf, one, came, exact(one.target or "0"), exact(came.actual))

    def apart(self, first: Fraction, second: Fraction) -> bool:
        """Whether one figure is so many times the other that a unit must be wrong; never for a zero."""
        return bool(first and second) and not 1 / self.rules.apart < abs(first / second) < self.rules.apart


def ground_of(rubric: Rubric, facts: Facts) -> Ground:
    """Index admitted facts; a rubric that says nothing of its precheck gets the usual one."""
    return Ground(
        rubric,
        facts,
        rules=rubric.precheck or Precheck(),
        filed={fact.input: fact for fact in facts.facts},
        asked={row.id: row_inputs(row) for row in rubric.leaves()},
    )


def percent(value: Fraction) -> str:
    """Write a rate in per cent."""
    return f"{plain(value * 100)}%"
