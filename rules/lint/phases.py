"""The phases of the cycle follow each other on real dates, and every deadline can be counted."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from rules.core.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.core.rubric import Acknowledgement, Due, Phase
    from rules.located import Path
    from rules.rubric_file import RubricFile

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
ORDER = ("targets", "monitoring", "self-evaluation", "review", "rectification")


def phases_follow(file: RubricFile) -> Iterator[Problem]:
    """Find phases twice, out of order, or opening before the one in front of them."""
    before: tuple[int, date | None] = (-1, None)
    seen: set[str] = set()
    for position, phase in enumerate(file.rubric.phases):
        path: Path = ("phases", position)
        if phase.matter in seen:
            yield Problem("lint.id-twice", (*path, "id"), id=phase.matter)
        elif ORDER.index(phase.id) < before[0]:
            yield Problem("lint.phase-order", (*path, "id"), phase=phase.id, wanted=", ".join(ORDER))
        seen.add(phase.matter)
        opens = real_date(phase.opens)
        if opens is None:
            yield Problem("lint.phase-date", (*path, "opens"), phase=phase.id, value=phase.opens)
        elif before[1] is not None and opens < before[1]:
            yield Problem("lint.phase-opens", (*path, "opens"), phase=phase.id, value=phase.opens)
        before = (max(before[0], ORDER.index(phase.id)), opens or before[1])


def windows_named(file: RubricFile) -> Iterator[Problem]:
    """Find windows of other phases than monitoring, a first monitoring with one, and such as are no month."""
    plain = False
    for position, phase in enumerate(file.rubric.phases):
        right = phase.id == "monitoring" and plain and _MONTH.fullmatch(phase.window or "") is not None
        if phase.window is not None and not right:
            path: Path = ("phases", position, "window")
            yield Problem("lint.phase-window", path, phase=phase.id, value=phase.window)
        plain = plain or phase.matter == "monitoring"


def suspension_countable(file: RubricFile) -> Iterator[Problem]:
    """Find a suspension that would come on the due day itself or before it."""
    suspend = file.rubric.monitoring.suspend
    if suspend is not None and suspend.days < 1:
        yield Problem("lint.suspend-days", ("monitoring", "suspend", "days"), value=str(suspend.days))


def deadlines_countable(file: RubricFile) -> Iterator[Problem]:
    """Find deadlines that are neither a date nor a number of days, or both, or before the opening."""
    for position, phase in enumerate(file.rubric.phases):
        path: Path = ("phases", position)
        if phase.notice_days < 0:
            yield Problem("lint.phase-notice", (*path, "notice_days"), phase=phase.id, value=str(phase.notice_days))
        yield from _due((*path, "due"), phase, phase.due)
        if phase.review is not None:
            yield from _due((*path, "review"), phase, phase.review)


def ladders_descend(file: RubricFile) -> Iterator[Problem]:
    """Find reminders that do not come nearer to the deadline, and alerts that do not go away from it."""
    for position, phase in enumerate(file.rubric.phases):
        yield from _ladder(("phases", position), phase.id, phase)
        yield from _escalation(("phases", position, "escalation"), phase)
    if file.rubric.acknowledgement is not None:
        yield from _ladder(("acknowledgement",), "acknowledgement", file.rubric.acknowledgement)


def acknowledgement_countable(file: RubricFile) -> Iterator[Problem]:
    """Find an acknowledgement that gives no day, or a review that it would follow and that is none of the phases."""
    given = file.rubric.acknowledgement
    if given is None:
        return
    for name, days in (("days", given.days), ("answer_days", given.answer_days)):
        if days < 1:
            yield Problem("lint.phase-days", ("acknowledgement", name), phase="acknowledgement", value=str(days))
    if all(phase.id != "review" for phase in file.rubric.phases):
        yield Problem("lint.acknowledgement-without-review", ("acknowledgement",), rubric=file.rubric.id)


def _escalation(path: Path, phase: Phase) -> Iterator[Problem]:
    """Find steps before the deadline, and one role told twice of the same day."""
    seen: set[tuple[int, str]] = set()
    for position, step in enumerate(phase.escalation):
        if step.days < 0 or (step.days, step.to) in seen:
            yield Problem("lint.phase-escalation", (*path, position), phase=phase.id, days=str(step.days), to=step.to)
        seen.add((step.days, step.to))


def real_date(text: str) -> date | None:
    """Read an ISO date ("2021-08-02"); None for anything else."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None


def _ladder(path: Path, name: str, held: Phase | Acknowledgement) -> Iterator[Problem]:
    reminders, overdue = list(held.reminders), list(held.overdue)
    if reminders != sorted(set(reminders), reverse=True) or any(days < 0 for days in reminders):
        yield Problem("lint.phase-reminders", (*path, "reminders"), phase=name, value=_shown(reminders))
    if overdue != sorted(set(overdue)) or any(days < 0 for days in overdue):
        yield Problem("lint.phase-overdue", (*path, "overdue"), phase=name, value=_shown(overdue))


def _due(path: Path, phase: Phase, due: Due) -> Iterator[Problem]:
    if due.roll and due.kind == "working":
        yield Problem("lint.phase-roll", (*path, "roll"), phase=phase.id)
    if (due.date is None) == (due.days is None):
        yield Problem("lint.phase-due", path, phase=phase.id)
    elif due.days is not None and due.days < 1:
        yield Problem("lint.phase-days", (*path, "days"), phase=phase.id, value=str(due.days))
    elif due.date is not None:
        yield from _due_date((*path, "date"), phase, due.date)


def _due_date(path: Path, phase: Phase, text: str) -> Iterator[Problem]:
    day, opens = real_date(text), real_date(phase.opens)
    if day is None:
        yield Problem("lint.phase-date", path, phase=phase.id, value=text)
    elif opens is not None and day < opens:
        yield Problem("lint.phase-before-opening", path, phase=phase.id, value=text, opens=phase.opens)


def _shown(days: list[int]) -> str:
    return ", ".join(map(str, days))
