"""How a department's scores stand, as a table and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.counted import counted_json, show_counted
from cli.prechecked import doubt_json, show_doubts
from cli.result import show_result
from cli.scores import BLANK, indented, visible_rows
from cli.speaking import voice
from cli.worded import shown

if TYPE_CHECKING:
    from app.erased import Words
    from app.standing_scores import StandingRow, StandingScores


def show_standing(standing: StandingScores) -> None:
    """Every row with what is claimed, the rule's and the reviewer's score, and why; the totals under it."""
    evaluation = standing.evaluation
    visible = {row.id for row in visible_rows(evaluation)}
    voice.out.print(f"{standing.department}  {standing.book}")
    voice.table(
        ("column.row", "column.points:", "column.claimed:", "column.computed:", "column.review:", "column.why"),
        (
            (
                indented(row.score, evaluation.rows),
                row.score.points,
                row.score.claimed or "",
                row.score.score or BLANK,
                row.review or BLANK,
                "" if row.reason is None else shown(row.reason),
            )
            for row in standing.rows
            if row.score.id in visible or row.reason is not None
        ),
    )
    show_counted(evaluation)
    voice.say("score.total", total=evaluation.total, of=evaluation.of, attainable=evaluation.attainable)
    voice.say("score.grade", grade=evaluation.grade or BLANK)
    if standing.review is not None:
        voice.say("receipt.reviewed", total=standing.review.total, grade=standing.review.grade)
        voice.say("scores.by", name=BLANK if standing.by is None else shown(standing.by))
    if standing.result is not None:
        show_result(standing.result)
    show_doubts(standing.doubts, {row.id: row.name for row in evaluation.rows})


def standing_json(standing: StandingScores) -> dict[str, object]:
    """The same for programs; decimals are text."""
    evaluation, review = standing.evaluation, standing.review
    return {
        "book": standing.book,
        "department": standing.department,
        "rule": {"score": evaluation.total, "of": evaluation.of, "grade": evaluation.grade},
        "review": None if review is None else {"score": review.total, "grade": review.grade, **_by(standing.by)},
        "rows": [_row_json(row) for row in standing.rows],
        "counted": counted_json(evaluation),
        "result": None if standing.result is None else standing.result.to_data(),
        "doubts": [doubt_json(one) for one in standing.doubts],
    }


def _row_json(row: StandingRow) -> dict[str, object]:
    return {
        "id": row.score.id,
        "name": row.score.name,
        "points": row.score.points,
        "claimed": row.score.claimed,
        "rule": row.score.score,
        "review": row.review,
        "reason": None if row.reason is None else row.reason.text,
        **({} if row.reason is None else row.reason.to_data()),
    }


def _by(name: Words | None) -> dict[str, object]:
    return {"by": None} if name is None else {"by": name.text, **name.to_data()}
