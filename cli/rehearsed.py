"""A rehearsal's outcome as words and as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from cli.scores import BLANK, adjustments_json, print_remarks, print_scores, reason_text
from cli.speaking import voice
from rules.core.numbers import exact, plain
from rules.core.reading import read_warning

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.rehearsal.result import DepartmentResult, RehearsalResult
    from models.projections import RaisedWarning, Task


def show_rehearsal(result: RehearsalResult) -> None:
    """The departments' tables, what was late, what was warned, and the scores side by side."""
    for department in result.departments:
        voice.say("rehearsed.title", name=department.name, year=str(result.year), book=result.book)
        print_scores(department.evaluation, department.comparison)
        print_remarks(department.evaluation, department.comparison)
        _show_late(department)
        _show_warnings(department)
        _show_scores(department)
    voice.say("rehearsed.records", book=result.book, count=str(result.records))


def _show_late(department: DepartmentResult) -> None:
    if not department.late:
        voice.say("rehearsed.none-late")
    for task in department.late:
        voice.say("rehearsed.late", act=voice.text(f"act.{task.act}"), due=task.due, days=str(task.days_late))
    if department.overdue:
        voice.say("rehearsed.overdue", count=str(department.overdue))


def _show_warnings(department: DepartmentResult) -> None:
    for warning in department.warnings:
        raised = read_warning(json.loads(warning.document))
        voice.say(
            "rehearsed.warning",
            colour=voice.text(f"colour.{raised.colour}"),
            name=raised.name,
            reason=reason_text(raised.reason),
            arithmetic=raised.arithmetic,
            rule=raised.rule,
        )
        voice.say(
            "rehearsed.warning-state", state=voice.text(f"warning-state.{warning.state}"), answer=_answer(warning)
        )


def _answer(warning: RaisedWarning) -> str:
    if warning.answered_at is None or warning.choice is None:
        return BLANK
    chosen = voice.text(f"choice.{warning.choice}")
    timely = (
        voice.text("rehearsed.in-time")
        if not warning.days_late
        else voice.text("rehearsed.days-late", days=str(warning.days_late))
    )
    return f"{chosen}{timely}"


def _show_scores(department: DepartmentResult) -> None:
    voice.say(
        "rehearsed.scores",
        published=_published(department) or BLANK,
        rule=department.evaluation.total,
        of=department.evaluation.of,
        final=department.review or BLANK,
        grade=department.grade or BLANK,
    )


def _published(department: DepartmentResult) -> str | None:
    return None if department.comparison is None else department.comparison.total.published


def rehearsals_json(results: Sequence[RehearsalResult]) -> dict[str, object]:
    """The outcome for programs; decimals are text."""
    return {
        "books": [{"book": result.book, "records": result.records} for result in results],
        "departments": [
            _department_json(result, department) for result in results for department in result.departments
        ],
    }


def _department_json(result: RehearsalResult, department: DepartmentResult) -> dict[str, object]:
    evaluation = department.evaluation
    claimed = [row for row in evaluation.rows if row.score is None and row.claimed is not None]
    return {
        "id": department.id,
        "book": result.book,
        "bureau": result.bureau,
        "year": result.year,
        "published": _published(department),
        "claimed": {
            "score": plain(sum((exact(row.claimed or "0") for row in claimed), exact("0"))),
            "of": plain(sum((exact(row.points) for row in claimed), exact("0"))),
        },
        "rule": {"score": evaluation.total, "of": evaluation.of, "attainable": evaluation.attainable},
        "review": department.review,
        "final": department.review,
        "grade": department.grade,
        "late": [_late_json(task) for task in department.late],
        "warnings": [_warning_json(warning) for warning in department.warnings],
        "adjustments": adjustments_json(evaluation),
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
        "days_late": warning.days_late,
    }


def _rows_json(department: DepartmentResult) -> list[dict[str, object]]:
    """Every row, groups too; `difference` is the exact computed value less the published one."""
    published = {} if department.comparison is None else {row.row: row for row in department.comparison.rows}
    return [
        {
            "id": row.id,
            "published": published[row.id].published if row.id in published else None,
            "score": row.score,
            "origin": row.basis,
            "difference": published[row.id].difference if row.id in published else None,
            "matches": published[row.id].matches if row.id in published else None,
        }
        for row in department.evaluation.rows
    ]
