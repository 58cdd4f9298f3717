"""The versions of the rules' meaning: a rubric names one, and it never changes under it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from rules.core import semantics_1
from rules.core.errors import RulesError

if TYPE_CHECKING:
    from rules.core.evaluation import Evaluation, MonitoringEvaluation
    from rules.core.facts import Facts
    from rules.core.rubric import Rubric


class SemanticsError(RulesError):
    """A rubric names a semantics version that this program does not have."""

    code = "semantics.unknown"


class Semantics(Protocol):
    """What every version offers: deciding lists the rules that fire, settling makes an evaluation of that list."""

    def interpret(self, rubric: Rubric, facts: Facts) -> tuple[str, ...]:
        """List the scoring rules that fire."""

    def interpret_monitoring(self, rubric: Rubric, facts: Facts) -> tuple[str, ...]:
        """List the monitoring rules that fire."""

    def settle(self, rubric: Rubric, rubric_hash: str, facts: Facts, fired: tuple[str, ...]) -> Evaluation:
        """Make an evaluation of what fired."""

    def settle_monitoring(
        self, rubric: Rubric, rubric_hash: str, facts: Facts, fired: tuple[str, ...]
    ) -> MonitoringEvaluation:
        """Make a monitoring evaluation of what fired."""


_VERSIONS: dict[int, Semantics] = {1: semantics_1}
KNOWN = tuple(_VERSIONS)


def semantics(version: int) -> Semantics:
    """Give the frozen meaning of a version. Raises SemanticsError for one that is not known."""
    if version not in _VERSIONS:
        raise SemanticsError(version=str(version), known=", ".join(map(str, KNOWN)))
    return _VERSIONS[version]


def interpret(rubric: Rubric, facts: Facts) -> tuple[str, ...]:
    """List the ids of all rules that fire, in the rubric's order. The facts must have been admitted."""
    return semantics(rubric.semantics).interpret(rubric, facts)


def interpret_monitoring(rubric: Rubric, facts: Facts) -> tuple[str, ...]:
    """List the ids of all monitoring rules that fire, green ones too, in the rubric's order."""
    return semantics(rubric.semantics).interpret_monitoring(rubric, facts)


def settle(rubric: Rubric, rubric_hash: str, facts: Facts, fired: tuple[str, ...]) -> Evaluation:
    """Make an evaluation of what fired; nothing is decided again. Raises SettlementError for a bad list."""
    return semantics(rubric.semantics).settle(rubric, rubric_hash, facts, fired)


def settle_monitoring(rubric: Rubric, rubric_hash: str, facts: Facts, fired: tuple[str, ...]) -> MonitoringEvaluation:
    """Make the warnings of what fired; nothing is decided again. Raises SettlementError for a bad list."""
    return semantics(rubric.semantics).settle_monitoring(rubric, rubric_hash, facts, fired)
