"""How each department stood at the point to which a book was replayed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlmodel import Session, col, or_, select

from app.errors import AppError
from audit.carried_facts import carried_of, repeated_findings
from cli.act_about import act_about
from cli.scores import BLANK
from cli.speaking import listed, voice
from deadlines.moves import PHASES
from models.findings import Finding
from models.monitoring_tables import RaisedWarning
from models.projections import Department, Matter, Review, Score, Task
from models.windows import MONITORING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audit.replay import Replay


@dataclass(frozen=True, slots=True)
class DepartmentState:
    """A department then: the phase begun last, every open task, the newest score and review."""

    id: str
    name: str
    phase: Matter | None
    tasks: tuple[Task, ...]
    warnings: tuple[RaisedWarning, ...]
    findings: tuple[Finding, ...]
    score: Score | None
    review: Review | None
    repeated: tuple[str, ...]

    @property
    def claims(self) -> dict[str, str]:
        """What the newest score's document claims, by row."""
        rows = [] if self.score is None else json.loads(self.score.document).get("rows", [])
        return {row["id"]: row["claimed"] for row in rows if row["claimed"] is not None}


def require_department(*moments: Session, chosen: str | None) -> None:
    """Refuse a department that was enrolled at none of these moments. Raises AppError `department.unknown`."""
    known = sorted({one for session in moments for one in session.exec(select(Department.department))})
    if chosen is not None and chosen not in known:
        raise AppError("department.unknown", department=chosen, known="、".join(known) or "-")


def states_of(replay: Replay, chosen: str | None = None) -> list[DepartmentState]:
    """Every department of the replayed part by its id, or the chosen one. Raises AppError `department.unknown`."""
    session = replay.session
    require_department(session, chosen=chosen)
    departments = session.exec(select(Department).order_by(col(Department.department))).all()
    return [_state(session, one) for one in departments if chosen in {None, one.department}]


def _state(session: Session, department: Department) -> DepartmentState:
    name = department.department
    is_phase = or_(col(Matter.matter).in_(PHASES), col(Matter.matter).startswith(f"{MONITORING}/"))
    phases = select(Matter).where(col(Matter.department) == name, is_phase)
    tasks = select(Task).where(col(Task.department) == name, col(Task.state) == "open")
    scores = select(Score).where(col(Score.department) == name, col(Score.stage) == "score")
    reviews = select(Review).where(col(Review.department) == name)
    return DepartmentState(
        id=name,
        name=department.name,
        phase=session.exec(phases.order_by(col(Matter.opened_at).desc())).first(),
        tasks=tuple(session.exec(tasks.order_by(col(Task.due), col(Task.matter)))),
        warnings=tuple(session.exec(select(RaisedWarning).where(col(RaisedWarning.department) == name))),
        findings=tuple(session.exec(select(Finding).where(col(Finding.department) == name))),
        score=session.exec(scores.order_by(col(Score.sequence).desc())).first(),
        review=session.exec(reviews.order_by(col(Review.sequence).desc())).first(),
        repeated=_repeated(session, department),
    )


def _repeated(session: Session, department: Department) -> tuple[str, ...]:
    """This year's findings about rows that last year's findings were about."""
    standing = carried_of(session, department.book, department.department)
    if standing is None:
        return ()
    found = repeated_findings(session, department.book, department.department, standing[1])
    return tuple(one.finding for one in found)


def show_states(states: Sequence[DepartmentState], day: date | None, *, matters: bool = False) -> None:
    """Each department: its phase, what it waits for and since when that is overdue on `day`, what it had scored.

    With `matters` also its warnings, findings and claims.
    """
    for state in states:
        voice.say("replay.department", name=state.name, id=state.id)
        if state.phase is not None:
            phase, stands = voice.word("phase", state.phase.matter), voice.word("state", state.phase.state)
            voice.say("replay.phase", phase=phase, state=stands)
        for task in state.tasks:
            _show_task(state, task, day)
        _show_scores(state)
        if matters:
            _show_matters(state)


def _show_task(state: DepartmentState, task: Task, day: date | None) -> None:
    due = date.fromisoformat(task.due)
    late = 0 if day is None else (day - due).days
    voice.say(
        "replay.overdue" if late > 0 else "replay.task",
        act=act_about(task, state.warnings),
        role=voice.word("role", task.role),
        due=task.due,
        days=str(late),
    )


def _show_scores(state: DepartmentState) -> None:
    if state.score is None or state.score.total is None:
        voice.say("replay.no-score")
        return
    voice.say("replay.score", score=state.score.total, of=state.score.covers or BLANK)
    if state.review is not None:
        voice.say("replay.review", total=state.review.total, grade=state.review.grade)


def _show_matters(state: DepartmentState) -> None:
    for warning in state.warnings:
        voice.say("replay.warning", name=warning.name, state=voice.word("warning-state", warning.state))
    if state.repeated:
        voice.say("replay.repeated", findings=listed(state.repeated))
    for finding in state.findings:
        voice.say("replay.finding", finding=finding.finding, state=voice.word("finding-state", finding.state))
    for row, claimed in state.claims.items():
        voice.say("replay.claim", row=row, claimed=claimed)


def state_json(state: DepartmentState) -> dict[str, object]:
    """The same for programs."""
    scored = None if state.score is None or state.score.total is None else state.score
    return {
        "department": state.id,
        "name": state.name,
        "phase": None if state.phase is None else state.phase.matter,
        "state": None if state.phase is None else state.phase.state,
        "tasks": [{"matter": task.matter, "act": task.act, "role": task.role, "due": task.due} for task in state.tasks],
        "warnings": [{"matter": one.matter, "name": one.name, "state": one.state} for one in state.warnings],
        "findings": [{"finding": one.finding, "row": one.row, "state": one.state} for one in state.findings],
        "repeated": list(state.repeated),
        "claims": state.claims,
        "score": None if scored is None else {"total": scored.total, "of": scored.covers},
        "review": None if state.review is None else {"total": state.review.total, "grade": state.review.grade},
    }
