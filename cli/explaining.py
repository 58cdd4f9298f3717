"""The explanation of one row: rule, clause, figures, arithmetic, rounding, evidence, and why nothing else fired."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.scores import BLANK, reason_text
from cli.speaking import voice

if TYPE_CHECKING:
    from rules.core.evaluation import RowScore


def explain_row(row: RowScore) -> None:
    """Print everything that led to the row's score."""
    if not row.leaf:
        return
    voice.out.print()
    voice.say("explain.row", name=row.name, id=row.id, score=row.score or BLANK, points=row.points)
    voice.say("explain.reason", reason=reason_text(row.reason), basis=voice.text(f"basis.{row.basis}"))
    voice.say("explain.rule", rules="、".join(row.rules) or BLANK)
    if row.clause:
        voice.say("explain.clause", clause=row.clause, place=row.clause_place or BLANK)
    for figure in row.figures:
        voice.say(
            "explain.figure",
            name=figure.name,
            value=f"{figure.value}{figure.unit}",
            origin=voice.text(f"origin.{figure.origin}"),
            place=figure.place,
        )
    if row.arithmetic:
        voice.say("explain.arithmetic", arithmetic=row.arithmetic)
    for other in row.unfired:
        voice.say("explain.unfired", rule=other.rule, because=other.because)
    if row.evidence:
        voice.say("explain.evidence", evidence="、".join(row.evidence))
