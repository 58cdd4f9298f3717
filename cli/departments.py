"""All departments of a rehearsal in one table, and under it what deserves a second look."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from cli.act_about import act_about
from cli.rehearsed import show_reviewed
from cli.scores import BLANK
from cli.speaking import listed, voice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.rehearsal.result import DepartmentResult, RehearsalResult
    from models.score_changes import ScoreChange
    from rules.comparison import DefectComparison, RowComparison


def show_departments(results: Sequence[RehearsalResult]) -> None:
    """One line for each department; then what was late, amended, reviewed or printed otherwise than computed."""
    departments = [(result.year, department) for result in results for department in result.departments]
    voice.table(
        (
            "column.department",
            "column.year",
            "column.claimed:",
            "column.rule:",
            "column.review:",
            "column.final:",
            "column.published:",
            "column.late:",
            "column.warnings:",
            "column.amended",
        ),
        (_cells(year, department) for year, department in departments),
    )
    for _, department in departments:
        _show_department(department)


def _cells(year: int, department: DepartmentResult) -> tuple[str, ...]:
    evaluation = department.evaluation
    final = BLANK if department.review is None else f"{department.review} {department.grade}"
    return (
        department.name,
        str(year),
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
    count = str(len(department.warnings))
    late = sum(bool(one.days_late) for one in department.warnings)
    unanswered = sum(one.answered_at is None for one in department.warnings)
    parts = [voice.text("rehearsed.cell-late", count=str(late))] if late else []
    parts += [voice.text("rehearsed.cell-unanswered", count=str(unanswered))] if unanswered else []
    return voice.text("rehearsed.cell", count=count, parts=listed(parts)) if parts else count


def _show_department(department: DepartmentResult) -> None:
    voice.say("rehearsed.department", name=department.name)
    for task in department.late:
        voice.say(
            "rehearsed.also-late", act=act_about(task, department.warnings), due=task.due, days=str(task.days_late)
        )
    for warning in department.warnings:
        if warning.answered_at is None:
            alerts = str(department.overdue.count(warning.matter))
            voice.say("rehearsed.unanswered", name=warning.name, alerts=alerts)
    for change in department.changes:
        _show_change(change)
    for reviewed in department.reviewed:
        if reviewed.departs:
            show_reviewed(reviewed)
    if department.comparison is not None:
        _show_agreement(department.comparison.rows)
        _show_defects(department.comparison.defects)


def _show_change(change: ScoreChange) -> None:
    voice.say("rehearsed.changed", before=change.total_before, after=change.total_after)
    for row in json.loads(change.document)["rows"]:
        before, after = row["before"] or BLANK, row["after"] or BLANK
        voice.say("rehearsed.changed-row", name=row["name"], before=before, after=after)
        if row["claimed_before"] != row["claimed_after"]:
            before, after = row["claimed_before"] or BLANK, row["claimed_after"] or BLANK
            voice.say("rehearsed.changed-claim", name=row["name"], before=before, after=after)


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


def _show_defects(defects: Sequence[DefectComparison]) -> None:
    """The contradictions of the document that the rules pointed out by themselves, by their numbers."""
    found = dict.fromkeys(each.defect.id for each in defects if each.remark is not None)
    if found:
        voice.say("rehearsed.defects", count=str(len(found)), ids=listed(found))


def _cause(row: RowComparison) -> str:
    if row.because is None:
        return voice.text("rehearsed.unexplained")
    kind = voice.text(f"because.{row.because.because}")
    return voice.text("rehearsed.because", kind=kind, id=row.because.id or "", note=row.because.note)
