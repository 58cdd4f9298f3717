"""Evaluates facts with the engine's network and the plain interpreter side by side; what they disagree on is no score.

The engine decides and the list that it fired is settled; the interpreter reads the rubric's tree and the original
figures, never the compiler's output, and must have fired the same rules.
"""

from __future__ import annotations

import threading
import weakref
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from rules.core.admission import admit
from rules.core.semantics import interpret, interpret_monitoring, settle, settle_monitoring
from rules.engine import Network
from rules.errors import EngineError
from rules.network.networks import NetworkFactory, Networks
from rules.network.plan import Plan

if TYPE_CHECKING:
    from collections.abc import Callable

    from rules.core.evaluation import Evaluation, MonitoringEvaluation
    from rules.core.facts import Facts
    from rules.core.rubric import Rubric

Evaluated_co = TypeVar("Evaluated_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Difference:
    """Engine and interpreter did not fire the same rules, even from a network built anew.

    `code` is "engine.differs", or the code of the engine's error; then `engine` is empty.
    """

    code: str
    engine: tuple[str, ...]
    interpreter: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Evaluated_co]):
    """Exactly one of evaluation and difference. `rebuilt` tells that the first network's answer was not usable."""

    evaluation: Evaluated_co | None = None
    difference: Difference | None = None
    rebuilt: bool = False


class Evaluator:
    """Scores and monitors departments under one rubric; any number of threads may share it."""

    def __init__(self, rubric: Rubric, rubric_hash: str, network_factory: NetworkFactory = Network) -> None:
        """Compile the rubric; `network_factory` is for planted faults. Raises NetworkError."""
        self._rubric = rubric
        self._hash = rubric_hash
        self._factory = network_factory
        self._plan = Plan(rubric)
        self._local = _Local()
        self._all: weakref.WeakSet[Networks] = weakref.WeakSet()
        self._all_lock = threading.Lock()

    def score(self, facts: Facts) -> Outcome[Evaluation]:
        """Score facts. Raises FactsError for facts that cannot be used, OutOfRangeError for a figure too large."""
        admit(self._rubric, facts)
        networks = self._networks()
        wanted = interpret(self._rubric, facts)
        fired = _fire(networks, lambda: networks.score(facts), wanted)
        if fired.difference:
            return Outcome(difference=fired.difference, rebuilt=True)
        return Outcome(settle(self._rubric, self._hash, facts, fired.rules), rebuilt=fired.rebuilt)

    def monitor(self, facts: Facts) -> Outcome[MonitoringEvaluation]:
        """Read the facts in mid-year. Raises as `score` does."""
        admit(self._rubric, facts)
        networks = self._networks()
        wanted = interpret_monitoring(self._rubric, facts)
        fired = _fire(networks, lambda: networks.monitor(facts), wanted)
        if fired.difference:
            return Outcome(difference=fired.difference, rebuilt=True)
        return Outcome(settle_monitoring(self._rubric, self._hash, facts, fired.rules), rebuilt=fired.rebuilt)

    def close(self) -> None:
        """Free the engine's memory of all threads. An evaluation after this builds its network anew."""
        with self._all_lock:
            everyone = tuple(self._all)
        for networks in everyone:
            networks.discard()

    def _networks(self) -> Networks:
        if self._local.networks is None:
            self._local.networks = Networks(self._plan, self._factory)
            with self._all_lock:
                self._all.add(self._local.networks)
        return self._local.networks


class _Local(threading.local):
    """One thread's networks; they end with the thread."""

    networks: Networks | None = None


@dataclass(frozen=True, slots=True)
class _Fired:
    rules: tuple[str, ...]
    difference: Difference | None = None
    rebuilt: bool = False


def _fire(networks: Networks, fire: Callable[[], tuple[str, ...]], wanted: tuple[str, ...]) -> _Fired:
    """Fire until the engine agrees with the interpreter, at most twice, the second time on networks built anew."""
    difference = None
    for rebuilt in (False, True):
        try:
            rules = fire()
        except EngineError as error:
            difference = Difference(error.code, (), wanted)
        else:
            if rules == wanted:
                return _Fired(rules, rebuilt=rebuilt)
            difference = Difference("engine.differs", rules, wanted)
        networks.discard()
    return _Fired((), difference)
