"""A rehearsal's outcome, row by row, in words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from cli.act_about import act_about
from cli.scores import BLANK, print_remarks, print_scores, reason_text
from cli.speaking import listed, voice
from cli.worded import shown
from rules.core.reading import read_warning

if TYPE_CHECKING:
    from app.rehearsal.result import DepartmentResult, RehearsalResult
    from app.rehearsal.reviewed import Reviewed
    from models.monitoring_tables import RaisedWarning


def show_rehearsal(result: RehearsalResult) -> None:
    """The departments' tables, what was late, what was warned, and the scores side by side."""
    for department in result.departments:
        voice.say("rehearsed.title", name=department.name, year=str(result.year), book=result.book)
        print_scores(department.evaluation, department.comparison)
        print_remarks(department.evaluation, department.comparison)
        _show_late(department)
        _show_warnings(department)
        for reviewed in department.reviewed:
            show_reviewed(reviewed)
        _show_scores(department)
    if result.unscored:
        voice.say("rehearsed.unscored", names=listed(result.unscored))
    voice.say("rehearsed.records", book=result.book, count=str(result.records))


def _show_late(department: DepartmentResult) -> None:
    if not department.late:
        voice.say("rehearsed.none-late")
    for task in department.late:
        voice.say("rehearsed.late", act=act_about(task, department.warnings), due=task.due, days=str(task.days_late))
    if department.overdue:
        voice.say("rehearsed.overdue", count=str(len(department.overdue)))


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


def show_reviewed(reviewed: Reviewed) -> None:
    """A row that the reviewer scored: what stood there before, and why."""
    score = reviewed.score
    voice.say(
        "rehearsed.reviewed",
        name=score.name,
        rule=score.rule or BLANK,
        claimed=score.claimed or BLANK,
        score=score.score,
        reason=shown(reviewed.reason),
    )


def _show_scores(department: DepartmentResult) -> None:
    voice.say(
        "rehearsed.scores",
        published=department.published or BLANK,
        rule=department.evaluation.total,
        of=department.evaluation.of,
        final=department.review or BLANK,
        grade=department.grade or BLANK,
    )
