"""All departments of a rehearsal in one table, and under it what deserves a second look."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from cli.rehearsed import act_about
from cli.scores import BLANK
from cli.speaking import voice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.rehearsal.result import DepartmentResult, RehearsalResult
    from models.projections import ScoreChange
    from rules.comparison import RowComparison


def show_standings(results: Sequence[RehearsalResult]) -> None:
    """One line for each department; then what was late, amended, and printed otherwise than computed."""
    departments = [department for result in results for department in result.departments]
    voice.table(
        (
            "column.department",
            "column.claimed:",
            "column.computed:",
            "column.reviewed:",
            "column.final:",
            "column.published:",
            "column.late:",
            "column.warnings:",
            "column.amended",
        ),
        (_cells(department) for department in departments),
    )
    for department in departments:
        _show_department(department)


def _cells(department: DepartmentResult) -> tuple[str, ...]:
    evaluation = department.evaluation
    final = BLANK if department.review is None else f"{department.review} {department.grade}"
    return (
        department.name,
        "/".join(department.claimed),
        f"{evaluation.total}/{evaluation.of}",
        department.review or BLANK,
        final,
        department.published or BLANK,
        str(len(department.late)),
        _warnings(department),
        "; ".join(f"{change.total_before} → {change.total_after}" for change in department.changes),
    )


def _warnings(department: DepartmentResult) -> str:
    """How many there were, and in brackets how many of them were answered late or never."""
    counts = {
        "late": sum(bool(one.days_late) for one in department.warnings),
        "unanswered": sum(one.answered_at is None for one in department.warnings),
    }
    parts = "、".join(voice.text(f"rehearsed.cell-{name}", count=str(n)) for name, n in counts.items() if n)
    count = str(len(department.warnings))
    return voice.text("rehearsed.cell", count=count, parts=parts) if parts else count


def _show_department(department: DepartmentResult) -> None:
    voice.say("rehearsed.department", name=department.name)
    for task in department.late:
        voice.say("rehearsed.also-late", act=act_about(department, task), due=task.due, days=str(task.days_late))
    for warning in department.warnings:
        if warning.answered_at is None:
            voice.say("rehearsed.unanswered", name=warning.name, alerts=str(department.overdue))
    for change in department.changes:
        _show_change(change)
    if department.comparison is not None:
        _show_agreement(department.comparison.rows)


def _show_change(change: ScoreChange) -> None:
    voice.say("rehearsed.changed", before=change.total_before, after=change.total_after)
    for row in json.loads(change.document)["rows"]:
        before, after = row["before"] or BLANK, row["after"] or BLANK
        voice.say("rehearsed.changed-row", name=row["name"], before=before, after=after)


def _show_agreement(rows: Sequence[RowComparison]) -> None:
    """How many printed rows the rules could score, and each that came out otherwise than printed, with the cause."""
    scored = [row for row in rows if row.computed is not None]
    differing = [row for row in scored if not row.matches]
    matching = str(len(scored) - len(differing))
    voice.say("rehearsed.agreement", rows=str(len(rows)), scored=str(len(scored)), matching=matching)
    for row in differing:
        voice.say(
            "rehearsed.differs",
            name=row.name,
            row=row.row,
            published=row.published,
            computed=row.score or BLANK,
            cause=_cause(row),
        )


def _cause(row: RowComparison) -> str:
    if row.because is None:
        return voice.text("rehearsed.unexplained")
    kind = voice.text(f"because.{row.because.because}")
    return voice.text("rehearsed.because", kind=kind, id=row.because.id or "", note=row.because.note)
