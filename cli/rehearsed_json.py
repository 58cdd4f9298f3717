"""A rehearsal's outcome as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from cli.scores import adjustments_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.rehearsal.result import DepartmentResult, RehearsalResult
    from models.monitoring_tables import RaisedWarning
    from models.projections import Task
    from models.score_changes import ScoreChange


def rehearsals_json(results: Sequence[RehearsalResult]) -> dict[str, object]:
    """The outcome for programs; decimals are text."""
    return {
        "books": [{"book": result.book, "records": result.records, **_unscored(result)} for result in results],
        "departments": [
            _department_json(result, department) for result in results for department in result.departments
        ],
    }


def _unscored(result: RehearsalResult) -> dict[str, list[str]]:
    """The departments that came to no score, named only where there are any."""
    return {"unscored": list(result.unscored)} if result.unscored else {}


def _department_json(result: RehearsalResult, department: DepartmentResult) -> dict[str, object]:
    evaluation = department.evaluation
    claimed, of = department.claimed
    return {
        "id": department.id,
        "book": result.book,
        "bureau": result.bureau,
        "year": result.year,
        "published": department.published,
        "claimed": {"score": claimed, "of": of},
        "rule": {"score": evaluation.total, "of": evaluation.of, "attainable": evaluation.attainable},
        "review": department.review,
        "final": department.review,
        "grade": department.grade,
        "late": [_late_json(task) for task in department.late],
        "warnings": [_warning_json(warning) for warning in department.warnings],
        "adjustments": adjustments_json(evaluation),
        "amended": [_change_json(change) for change in department.changes],
        "rows": _rows_json(department),
    }


def _late_json(task: Task) -> dict[str, object]:
    return {"matter": task.matter, "act": task.act, "due": task.due, "done_at": task.done_at, "days": task.days_late}


def _warning_json(warning: RaisedWarning) -> dict[str, object]:
    return {
        "matter": warning.matter,
        "rule": warning.rule,
        "about": warning.about,
        "name": warning.name,
        "colour": warning.colour,
        "state": warning.state,
        "choice": warning.choice,
        "answered_at": warning.answered_at,
        # Nobody can say how late an answer is that never came.
        "days_late": None if warning.answered_at is None else warning.days_late,
    }


def _change_json(change: ScoreChange) -> dict[str, object]:
    rows = json.loads(change.document)["rows"]
    return {"before": change.total_before, "after": change.total_after, "rows": rows}


def _rows_json(department: DepartmentResult) -> list[dict[str, object]]:
    """Every row, groups too; `difference` is the exact computed value less the published one.

    `reviewed` and `reason` are the reviewer's, where the reviewer scored the row.
    """
    reviewed = {one.score.row: one for one in department.reviewed}
    published = {} if department.comparison is None else {row.row: row for row in department.comparison.rows}
    return [
        {
            "id": row.id,
            "published": published[row.id].published if row.id in published else None,
            "claimed": row.claimed,
            "score": row.score,
            "reviewed": reviewed[row.id].score.score if row.id in reviewed else None,
            "reason": reviewed[row.id].reason.text if row.id in reviewed else None,
            "origin": row.basis,
            "difference": published[row.id].difference if row.id in published else None,
            "matches": published[row.id].matches if row.id in published else None,
        }
        for row in department.evaluation.rows
    ]
