"""Engines that are out of order, so that the two readers of a rubric do not agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.evaluators import Evaluators
from rules.engine import Network
from rules.errors import EngineError
from rules.evaluator import Evaluator

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rules.core.rubric import Rubric


class Forgetful(Network):
    """Loses the last firing of every answer, also after it was built anew."""

    def fire(self, values: Sequence[int]) -> tuple[int, ...]:
        return super().fire(values)[:-1]


class Broken(Network):
    """Never gets through its rules."""

    def fire(self, values: Sequence[int]) -> tuple[int, ...]:
        super().fire(values)
        raise EngineError("engine.not-drained")


def faulty(network: type[Network]) -> Evaluators:
    def make(rubric: Rubric, rubric_hash: str) -> Evaluator:
        return Evaluator(rubric, rubric_hash, network)

    return Evaluators(make)
