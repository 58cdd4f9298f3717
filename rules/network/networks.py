"""The networks of one thread: fires them for a department and lists the rules in the rubric's order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from rules.network.conjunction import Conjunction
from rules.network.encode import encode_facts, encode_indicator
from rules.network.variables import ALL, MET, UNDECIDED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rules.core.facts import Facts, Indicator, Result
    from rules.core.rubric import Input
    from rules.network.encode import Values
    from rules.network.plan import Plan
    from rules.network.program import Program


class Decider(Protocol):
    """What decides conjunctions: the engine's network, or in a test one with a planted fault."""

    def fire(self, values: Sequence[int]) -> tuple[int, ...]:
        """The numbers of the conjunctions that hold."""

    def discard(self) -> None:
        """Throw away what was built; the next firing builds it anew."""


NetworkFactory = Callable[[Sequence[Conjunction]], Decider]


class Networks:
    """One decider for each program of a plan; for one thread."""

    def __init__(self, plan: Plan, factory: NetworkFactory) -> None:
        self._plan = plan
        self._rows = _Loaded(plan.rows, factory)
        self._indicator = _Loaded(plan.indicator, factory)
        self._spending = _Loaded(plan.spending, factory)
        self._pace = {rule: _Loaded(program, factory) for rule, program in plan.pace.items()}

    def score(self, facts: Facts) -> tuple[str, ...]:
        """Every rule of rows and checks that fires. Raises EngineError, or OutOfRangeError for a figure."""
        outcomes = self._outcomes(facts)
        fired = self._rows.fired(_values(self._plan.scored_inputs, facts, outcomes))
        before = [position for position in fired if position < self._plan.before]
        after = fired[len(before) :]
        program = self._plan.rows
        slots = [f"{self._plan.indicators_row}/{about}/{name}" for about, names in outcomes.items() for name in names]
        listed = slots if self._plan.indicators_row else []
        return (*program.ids(before), *listed, *program.ids(after))

    def monitor(self, facts: Facts) -> tuple[str, ...]:
        """Every monitoring rule that fires. Raises as `score` does."""
        outcomes = self._outcomes(facts) if self._plan.counts_indicators else {}
        values = _values(self._plan.watched_inputs, facts, outcomes)
        fired = self._spending.ids(values)
        results = {result.indicator: result for result in facts.results}
        for rule, loaded in self._pace.items():
            for each in facts.indicators:
                names = loaded.ids(values | encode_indicator(each, results.get(each.id)), each.id)
                fired.extend(f"pace/{rule}/{each.id}/{name}" for name in names)
        return tuple(fired)

    def discard(self) -> None:
        """Throw all engine networks away; the next firing builds them anew."""
        for loaded in (self._rows, self._indicator, self._spending, *self._pace.values()):
            loaded.decider.discard()

    def _outcomes(self, facts: Facts) -> dict[str, list[str]]:
        """The indicator network's answer for each indicator, fired once for each."""
        if not (self._plan.indicators_row or self._plan.counts_indicators):
            return {}
        results = {result.indicator: result for result in facts.results}
        return {each.id: self._outcome(each, results.get(each.id)) for each in facts.indicators}

    def _outcome(self, indicator: Indicator, result: Result | None) -> list[str]:
        return self._indicator.ids(encode_indicator(indicator, result), indicator.id)


def _values(inputs: Mapping[str, Input], facts: Facts, outcomes: dict[str, list[str]]) -> Values:
    values = encode_facts(inputs, facts)
    values[ALL] = len(outcomes)
    values[MET] = sum("met" in names for names in outcomes.values())
    values[UNDECIDED] = sum("missing" in names for names in outcomes.values())
    return values


class _Loaded:
    """A program and what decides it."""

    def __init__(self, program: Program, factory: NetworkFactory) -> None:
        self.program = program
        self.decider = factory(program.conjunctions)

    def fired(self, values: Values, about: str = "") -> list[int]:
        return self.program.fired(self.decider.fire(self.program.fields(values, about)))

    def ids(self, values: Values, about: str = "") -> list[str]:
        return self.program.ids(self.fired(values, about))
