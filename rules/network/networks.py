"""The networks of one thread: fires them for a department and lists the rules in the rubric's order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from rules.network.conjunction import Conjunction
from rules.network.encode import encode_facts, encode_gap, encode_indicator, encode_means
from rules.network.variables import ALL, MET, UNDECIDED, filed_for

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rules.core.facts import Facts
    from rules.core.rubric import Input, Row
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
        self._indicator = {row: _Loaded(program, factory) for row, program in plan.indicator.items()}
        self._standing = _Loaded(plan.standing, factory)
        self._spending = _Loaded(plan.spending, factory)
        self._pace = {rule: _Loaded(program, factory) for rule, program in plan.pace.items()}

    def score(self, facts: Facts) -> tuple[str, ...]:
        """Every rule of rows and checks that fires. Raises EngineError, or OutOfRangeError for a figure."""
        known = _known(facts)
        outcomes = {row.id: self._outcomes(row, facts, known) for row, _ in self._plan.indicators}
        counted = self._counted(known, outcomes) if self._plan.counts_indicators else {}
        filed: Values = {filed_for(row): len(names) for row, names in outcomes.items()}
        fired = self._rows.fired(self._values(self._plan.scored_inputs, facts) | counted | filed)
        listed: list[str] = []
        for row, before in self._plan.indicators:
            reached = [position for position in fired if position < before]
            listed += self._plan.rows.ids(reached)
            listed += [f"{row.id}/{about}/{name}" for about, names in outcomes[row.id].items() for name in names]
            fired = fired[len(reached) :]
        return (*listed, *self._plan.rows.ids(fired))

    def monitor(self, facts: Facts) -> tuple[str, ...]:
        """Every monitoring rule that fires. Raises as `score` does."""
        known = _known(facts)
        counted = self._counted(known, {}) if self._plan.counts_indicators else {}
        values = self._values(self._plan.watched_inputs, facts) | counted
        fired = self._spending.ids(values)
        for rule, loaded in self._pace.items():
            for each, of_it in known.items():
                beside = values | of_it
                if rule in self._plan.gaps:
                    beside |= encode_gap(self._plan.gaps[rule], beside)
                names = loaded.ids(beside, each)
                fired.extend(f"pace/{rule}/{each}/{name}" for name in names)
        return tuple(fired)

    def discard(self) -> None:
        """Throw all engine networks away; the next firing builds them anew."""
        single = (self._rows, self._standing, self._spending)
        for loaded in (*single, *self._indicator.values(), *self._pace.values()):
            loaded.decider.discard()

    def _outcomes(self, row: Row, facts: Facts, known: Mapping[str, Values]) -> dict[str, list[str]]:
        """The answer of a row's network for each of its indicators, fired once for each."""
        loaded, shape = self._indicator[row.id], row.indicators
        return {
            each.id: loaded.ids(known[each.id], each.id)
            for each in facts.indicators
            if shape is not None and shape.owns(each.category)
        }

    def _counted(self, known: Mapping[str, Values], outcomes: dict[str, dict[str, list[str]]]) -> Values:
        """How many indicators there are, are met, and are undecided; those scored by degrees fire once more."""
        told = {
            each: names for row, came in outcomes.items() if row in self._plan.telling for each, names in came.items()
        }
        came = [told.get(each) or self._standing.ids(of_it, each) for each, of_it in known.items()]
        met, undecided = (sum(name in names for names in came) for name in ("met", "missing"))
        return {ALL: len(came), MET: met, UNDECIDED: undecided}

    def _values(self, inputs: Mapping[str, Input], facts: Facts) -> Values:
        return encode_facts(inputs, facts) | encode_means(self._plan.means, facts)


def _known(facts: Facts) -> dict[str, Values]:
    """What is known of every indicator, by its id."""
    results = {result.indicator: result for result in facts.results}
    return {each.id: encode_indicator(each, results.get(each.id)) for each in facts.indicators}


class _Loaded:
    """A program and what decides it."""

    def __init__(self, program: Program, factory: NetworkFactory) -> None:
        self.program = program
        self.decider = factory(program.conjunctions)

    def fired(self, values: Values, about: str = "") -> list[int]:
        return self.program.fired(self.decider.fire(self.program.fields(values, about)))

    def ids(self, values: Values, about: str = "") -> list[str]:
        return self.program.ids(self.fired(values, about))
