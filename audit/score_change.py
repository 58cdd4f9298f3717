"""The readable difference between two scores: told while the year runs, and again when it is replayed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from models.lookups import last_with
from models.payloads import ACT_KINDS, ScoreChanged
from models.projections import Score
from rules.core.change import changed_adjustments, changed_rows
from rules.core.writing import to_data

if TYPE_CHECKING:
    from sqlmodel import Session

    from models.ledger import Record
    from models.receipts import Turn

_ACTS: Final = {kind: act for act, kind in ACT_KINDS.items()}
# What the first form of the record did not say.
_OF_THE_TOTAL: Final = ("total", "of", "grade")
_LATER: Final = ("adjustments", "of_before", "of_after")


def score_change(session: Session, cause: Record, reopened: Turn | None) -> ScoreChanged | None:
    """What the newest score says otherwise than the one before it; None when there was none, or nothing changed.

    `cause` is the act or order that led to the newest score, `reopened` the turn of a review that has to look again.
    """
    after, before = _last_two(session, cause)
    if after is None or before is None:
        return None
    earlier, later = json.loads(before.document), json.loads(after.document)
    rows = changed_rows(earlier["rows"], later["rows"])
    adjustments = changed_adjustments(earlier.get("adjustments", []), later.get("adjustments", []))
    # Another rubric may give the same rows other grades, or the total other points.
    if not rows and not adjustments and all(earlier[name] == later[name] for name in _OF_THE_TOTAL):
        return None
    return ScoreChanged.model_validate(
        {
            "cause": cause.sequence,
            "act": _ACTS.get(cause.kind, cause.kind),
            "previous": before.sequence,
            "evaluation": after.sequence,
            "rows": to_data(rows),
            "adjustments": to_data(adjustments),
            "total_before": earlier["total"],
            "total_after": later["total"],
            "of_before": earlier["of"],
            "of_after": later["of"],
            "grade_before": earlier["grade"],
            "grade_after": later["grade"],
            "reopened": reopened,
        }
    )


def as_told(change: ScoreChanged, stored: ScoreChanged) -> ScoreChanged:
    """The change without what the stored record did not say, so that the two can be compared."""
    return change.model_copy(update={name: None for name in _LATER if getattr(stored, name) is None})


def _last_two(session: Session, cause: Record) -> tuple[Score | None, Score | None]:
    here = {"book": cause.book, "department": cause.subject_department or "", "stage": "score", "state": "made"}
    after, before, *_ = [*last_with(session, Score, "sequence", 2, **here), None, None]
    return after, before
