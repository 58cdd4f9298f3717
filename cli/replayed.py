"""A replay as words and as JSON: what was compared, what differs, and the state of each department then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from cli.speaking import voice
from deadlines.moves import PHASES
from models.projections import Department, Matter, Score, Task

if TYPE_CHECKING:
    from audit.replay import Replay


NONE = "-"


def show_replay(replay: Replay, *, whole: bool) -> None:
    """Print the outcome; for an earlier point also how each department stood then."""
    agreed = "replay.ok" if whole else "replay.ok-partial"
    voice.say(
        "replay.differs" if replay.mismatches else agreed,
        book=replay.book,
        records=str(replay.records),
        of=str(replay.of),
        evaluations=str(replay.evaluations),
        tables=str(replay.tables),
        rows=str(replay.rows),
        differences=str(len(replay.mismatches)),
    )
    for mismatch in replay.mismatches:
        voice.say("replay.mismatch", what=voice.word("mismatch", mismatch.what), where=mismatch.where)
    if not whole:
        for state in states_of(replay):
            _show_state(state)


def _show_state(state: dict[str, str]) -> None:
    voice.say(
        "replay.state",
        name=state["name"],
        department=state["department"],
        phase=voice.word("phase", state["phase"]),
        state=voice.word("state", state["state"]),
        awaited=voice.word("act", state["awaited"]),
        due=state["due"],
        score=state["score"],
    )


def replay_json(replay: Replay) -> dict[str, object]:
    """The same for programs."""
    return {
        "book": replay.book,
        "records": replay.records,
        "of": replay.of,
        "evaluations": replay.evaluations,
        "rows": replay.rows,
        "equal": not replay.mismatches,
        "mismatches": [{"what": one.what, "where": one.where} for one in replay.mismatches],
        "departments": states_of(replay),
    }


def states_of(replay: Replay) -> list[dict[str, str]]:
    """How each department stood at the point of the replay: phase, state, open task, score."""
    departments = replay.session.exec(select(Department).order_by(col(Department.department))).all()
    return [_state(replay, department) for department in departments]


def _state(replay: Replay, department: Department) -> dict[str, str]:
    session = replay.session
    phases = session.exec(
        select(Matter)
        .where(col(Matter.department) == department.department, col(Matter.matter).in_(PHASES))
        .order_by(col(Matter.opened_at).desc())
    ).all()
    open_task = session.exec(
        select(Task)
        .where(col(Task.department) == department.department, col(Task.state) == "open")
        .order_by(col(Task.due), col(Task.matter))
    ).first()
    score = session.exec(
        select(Score)
        .where(col(Score.department) == department.department, col(Score.stage) == "score")
        .order_by(col(Score.sequence).desc())
    ).first()
    return {
        "department": department.department,
        "name": department.name,
        "phase": phases[0].matter if phases else NONE,
        "state": phases[0].state if phases else NONE,
        "awaited": open_task.act if open_task else NONE,
        "due": open_task.due if open_task else NONE,
        "score": (score.total or NONE) if score else NONE,
    }
