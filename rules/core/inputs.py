"""The inputs that a rubric declares: what is asked for, in which unit, and what nobody has to type."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final, Literal

from rules.core.once import Once
from rules.core.records import LEFT_OUT

InputType = Literal["money", "percent", "count", "judgement", "points", "year", "series"]

# What the ledger itself knows: a phase's filing was made; its first filing came in time; how often the targets were
# returned, and how good the bureau found them; whether, and how often not, the warnings of the mid-year reading were
# answered by their day; how many findings are about a row that last year's book had a finding about.
Witnessed = Literal[
    "targets.filed",
    "targets.filed-on-time",
    "targets.not-returned",
    "targets.returned",
    "targets.quality",
    "monitoring.filed",
    "monitoring.filed-on-time",
    "warnings.answered-in-time",
    "warnings.not-answered-in-time",
    "self-evaluation.filed",
    "self-evaluation.filed-on-time",
    "findings.repeated",
]

AnswerType = Literal["judgement", "count", "percent"]

# Every word that is not here is a judgement.
_TYPES: Final[dict[Witnessed, AnswerType]] = {
    "targets.returned": "count",
    "targets.quality": "percent",
    "warnings.not-answered-in-time": "count",
    "findings.repeated": "count",
}


def answer_type(word: Witnessed) -> AnswerType:
    """Return the type that an input with this word must have."""
    return _TYPES.get(word, "judgement")


@dataclass(frozen=True, slots=True)
class Input(Once):
    """A fact that rows ask for.

    `unit` must be printed on the fact exactly so (money: 元 or 万元; percent: %; count: any; points: 分; year: 年;
    judgement: none; series: %). A series holds `count` percentages, a number or the name of the input that gives it.
    `witnessed` names what the ledger itself knows, so that nobody types it. `carried` names what is copied in from
    last year's book: "final-score", "row/ID" (a row's final score), "figure/INPUT" (as it was filed), "findings" or
    "findings/unmended" (how many); where there was none to copy it is stated, with evidence. `optional` inputs serve
    only checks, monitoring and the choice of the variant: their absence leaves no row undecided.
    """

    name: str
    type: InputType
    unit: str = ""
    scope: str | None = None
    stage: str | None = None
    source: str | None = None
    least: Fraction | None = None
    most: Fraction | None = None
    witnessed: Witnessed | None = None
    optional: bool = False
    count: str | None = None
    carried: str | None = field(default=None, metadata=LEFT_OUT)
