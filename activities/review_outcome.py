"""The final score of a review or of a settled dispute: total and grade computed anew from the changed rows."""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING

from activities.errors import RefusedError
from activities.settle_dispute import settled_outcome
from models.commands import ReviewResult
from models.disputes import DisputeAnswer
from models.lookups import last_with
from models.projections import Score
from models.receipts import ReviewedScore, ReviewOutcome
from rules.core.review import final_score

if TYPE_CHECKING:
    from sqlmodel import Session

    from activities.signatures import ActCall
    from rules.core.rubric import Rubric


def review_outcome(session: Session, rubric: Rubric, call: ActCall) -> ReviewOutcome | None:
    """None unless the act gives a final score. Refuses while nothing is scored or the last evaluation is undecided."""
    if isinstance(call.act.deed.content, DisputeAnswer):
        # Of what is evaluated anew the score may change, and then what is disputed stands no more.
        _latest_score(session, call)
        return settled_outcome(session, rubric, call, call.act.deed.content)
    if not isinstance(call.act.deed.content, ReviewResult):
        return None
    score = _latest_score(session, call)
    named = {row.row: row for row in call.act.deed.content.rows}
    changes = {name: row.score for name, row in named.items()}
    document = json.loads(score.document)
    final = final_score(rubric, document["rows"], changes, document.get("adjustments", ()))
    rows = tuple(
        ReviewedScore(**dataclasses.asdict(reviewed), reason=named[reviewed.row].reason) for reviewed in final.rows
    )
    return ReviewOutcome(evaluation_sequence=score.sequence, total=final.total, grade=final.grade, rows=rows)


def _latest_score(session: Session, call: ActCall) -> Score:
    newest = last_with(session, Score, "sequence", book=call.book, department=call.department, stage="score")
    if not newest:
        raise RefusedError("review.nothing-scored", department=call.department)
    (score,) = newest
    if score.state == "undecided":
        code = "dispute.undecided" if isinstance(call.act.deed.content, DisputeAnswer) else "review.undecided"
        raise RefusedError(code, department=call.department, sequence=str(score.sequence))
    return score
