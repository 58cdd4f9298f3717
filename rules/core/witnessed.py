"""The words for what the ledger itself knows, and as which type of input each is answered."""

from __future__ import annotations

from typing import Final, Literal

# A phase's filing was made; its first filing came in time; how often the targets were returned, and how good the
# bureau found them; whether, and how often not, the warnings of the mid-year reading were answered by their day.
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
]
AnswerType = Literal["judgement", "count", "percent"]

# Every word that is not here is a judgement.
_TYPES: Final[dict[Witnessed, AnswerType]] = {
    "targets.returned": "count",
    "targets.quality": "percent",
    "warnings.not-answered-in-time": "count",
}


def answer_type(word: Witnessed) -> AnswerType:
    """Return the type that an input with this word must have."""
    return _TYPES.get(word, "judgement")
