"""What is news in a record: whom it concerns, about which matter. A pure function of the record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.delivery.notice import Notice, NoticeKind
from audit.upcast import payload_of
from deadlines.moves import ASK, FINDING
from models.clock_payloads import ClockSaid
from models.collecting import COLLECTION_KINDS
from models.monitoring_payloads import WarningsRaised, WarningSuspended
from models.payloads import ACT_KINDS, ActDone, DeadlineExtended, EvaluationUndecided, PhaseOpened, ScoreChanged
from models.switching_payloads import DepartmentSwitched
from models.task_payloads import TaskUrged

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from models.ledger import Record
    from models.receipts import Turn
    from models.values import Frozen

_BOTH_SIDES: Final = ("filler", "reviewer")
# By these acts somebody gets something to do, at once and by name.
_SENT_TO: Final[dict[str, NoticeKind]] = {
    **{kind: "returned" for kind in ACT_KINDS.values() if kind.endswith(".returned")},
    **{kind: "sent-back" for kind in ACT_KINDS.values() if kind.endswith(".sent-back")},
    COLLECTION_KINDS[ASK]: "asked",
}
NEWSWORTHY: Final = frozenset(
    {
        *_SENT_TO,
        "deadline.reminded",
        "deadline.overdue",
        "deadline.extended",
        "task.urged",
        "warnings.raised",
        "warning.suspended",
        "phase.opened",
        "review.concluded",
        "score.changed",
        "department.switched",
        "evaluation.undecided",
    }
)


def notices_of(record: Record) -> tuple[Notice, ...]:
    """What a record has to tell; nothing for most. Raises AuditError `record.malformed`, `record.unknown-kind`."""
    if record.kind not in NEWSWORTHY:
        return ()
    return tuple(_notices(record, record.subject_department or ""))


def _notices(record: Record, department: str) -> Iterator[Notice]:
    match payload_of(record):
        case ClockSaid() | TaskUrged() | WarningSuspended() as said:
            yield from _pressing(department, said)
        case DeadlineExtended(turn=turn):
            yield from _awaited(department, "extended", [turn])
        case WarningsRaised(raised=raised):
            yield from _awaited(department, "warning", [entry.turn for entry in raised])
        case ActDone(turns=turns) if record.kind in _SENT_TO:
            yield from _awaited(department, _SENT_TO[record.kind], [turn for turn in turns if turn.course != "review"])
        case ActDone(turns=turns) | PhaseOpened(turns=turns):
            yield from _awaited(department, "finding", [turn for turn in turns if turn.course == FINDING])
        case said:
            yield from _about_scores(record, department, said)


def _about_scores(record: Record, department: str, said: Frozen) -> Iterator[Notice]:
    match said:
        case ScoreChanged(act=act):
            for role in _BOTH_SIDES:
                yield _about_score(role, department, "score-changed", act)
        case DepartmentSwitched():
            for role in _BOTH_SIDES:
                yield _about_score(role, department, "rubric-switched", record.kind)
        case EvaluationUndecided():
            for role in ("performance-office", "administrator"):
                yield _about_score(role, department, "undecided", "")


def _pressing(department: str, said: ClockSaid | TaskUrged | WarningSuspended) -> Iterator[Notice]:
    if isinstance(said, WarningSuspended):
        suspended = Notice(role="filler", department=department, kind="suspended", matter=said.matter, due=said.due)
        suspended = suspended.model_copy(update={"act": "warning.answer"})
        yield from (suspended, suspended.model_copy(update={"role": "performance-office"}))
        return
    yield Notice(
        role=said.to_role,
        department=department,
        kind="urged" if isinstance(said, TaskUrged) else said.kind,
        matter=said.matter,
        act=said.act,
        due=said.due,
        days=0 if isinstance(said, TaskUrged) else said.days,
    )


def _awaited(department: str, kind: NoticeKind, turns: Iterable[Turn]) -> Iterator[Notice]:
    for turn in turns:
        if turn.awaited is not None:
            role, act, due = turn.awaited.role, turn.awaited.act, turn.awaited.due
            yield Notice(role=role, department=department, kind=kind, matter=turn.matter, act=act, due=due)


def _about_score(role: str, department: str, kind: NoticeKind, act: str) -> Notice:
    return Notice(role=role, department=department, kind=kind, matter="self-evaluation", act=act)
