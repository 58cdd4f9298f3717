"""The explanation of a score: rule, clause, figures, arithmetic, rounding, evidence, and why nothing else fired."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.scores import BLANK, reason_text
from cli.speaking import listed, voice

if TYPE_CHECKING:
    from rules.core.evaluation import Adjustment, Evaluation, RowScore


def explain(evaluation: Evaluation) -> None:
    """Print everything that led to the score of every row, then what happened to the total."""
    for row in evaluation.rows:
        if row.leaf:
            _explain_row(row)
    for adjustment in evaluation.adjustments:
        _explain_adjustment(adjustment)


def _explain_row(row: RowScore) -> None:
    voice.out.print()
    voice.say("explain.row", name=row.name, id=row.id, score=row.score or BLANK, points=row.points)
    voice.say("explain.reason", reason=reason_text(row.reason), basis=voice.text(f"basis.{row.basis}"))
    _explain_parts(row)
    if row.evidence:
        voice.say("explain.evidence", evidence="、".join(row.evidence))


def _explain_adjustment(adjustment: Adjustment) -> None:
    voice.out.print()
    voice.say("explain.adjustment", name=adjustment.name, id=adjustment.id, change=adjustment.change or BLANK)
    voice.say("explain.adjusted", reason=reason_text(adjustment.reason))
    _explain_parts(adjustment)


def _explain_parts(scored: RowScore | Adjustment) -> None:
    voice.say("explain.rule", rules=listed(scored.rules) or BLANK)
    if scored.clause:
        voice.say("explain.clause", clause=scored.clause, place=scored.clause_place or BLANK)
    for figure in scored.figures:
        voice.say(
            "explain.figure",
            name=figure.name,
            value=f"{figure.value}{figure.unit}",
            origin=voice.text(f"origin.{figure.origin}"),
            place=figure.place,
        )
    if scored.arithmetic:
        voice.say("explain.arithmetic", arithmetic=scored.arithmetic)
    for other in scored.unfired:
        voice.say("explain.unfired", rule=other.rule, because=other.because)
