"""What a grade is worth to the next budget (结果应用): its tier, by the rubric or by the usual four."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from rules.core.errors import RulesError

if TYPE_CHECKING:
    from rules.core.rubric import Rubric

# First in line, protected, reduced, cancelled: 优先, 保障, 压缩, 取消.
BudgetTier = Literal["priority", "protect", "reduce", "cancel"]

USUAL: Final[dict[str, BudgetTier]] = {"优": "priority", "良": "protect", "中": "reduce", "差": "cancel"}


class TierError(RulesError):
    """A grade has no tier."""

    code = "tier.unknown-grade"


@dataclass(frozen=True, slots=True)
class GradeTier:
    """The tier of a grade."""

    grade: str
    tier: BudgetTier


@dataclass(frozen=True, slots=True)
class Results:
    """How results are applied: each grade of the rubric with its tier."""

    tiers: tuple[GradeTier, ...]


def tiers_of(rubric: Rubric) -> dict[str, BudgetTier]:
    """The tier of every grade: the rubric's own, or else the usual ones."""
    return USUAL if rubric.results is None else {each.grade: each.tier for each in rubric.results.tiers}


def tier_of(rubric: Rubric, grade: str) -> BudgetTier:
    """The tier that a grade earns. Raises TierError `tier.unknown-grade` where neither names one."""
    tier = tiers_of(rubric).get(grade)
    if tier is None:
        raise TierError(grade=grade, rubric=rubric.id)
    return tier
